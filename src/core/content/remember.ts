/**
 * A pure function of one text that keeps its latest answers, at most `most` of them: for work that is the same at
 * every request, such as cleaning a description.
 */
export function remember<T>(make: (text: string) => T, most: number): (text: string) => T {
  const answers = new Map<string, T>()
  return text => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const made = make(text)
    if (answers.size >= most)
      for (const oldest of answers.keys()) {
        answers.delete(oldest)
        break
      }
    answers.set(text, made)
    return made
  }
}
