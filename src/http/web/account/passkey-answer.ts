/** What the browser answered, as the island wrote it into the form; null for what is no JSON. Checked where it is used. */
export function readPasskeyAnswer(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
