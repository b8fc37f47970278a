import { readFile, writeFile } from 'node:fs/promises'

const REMOVED = 'removed'

/**
 * Takes what was typed into forms out of an HTTP archive, and every secret wherever it stands; contents of pages are
 * not in it in the first place. Cookies stay: they are what the archive is for, and their sessions have ended.
 */
export async function cleanHar(file: string, secrets: readonly string[]): Promise<void> {
  const archive: unknown = JSON.parse(await readFile(file, 'utf8'), (name, value: unknown) =>
    name === 'postData' ? withoutFields(value) : value,
  )
  const spellings = secrets.flatMap(secret => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ])
  const text = spellings.reduce(
    (all, spelling) => all.replaceAll(spelling, REMOVED),
    JSON.stringify(archive, null, 1),
  )
  await writeFile(file, text)
}

function withoutFields(posted: unknown): unknown {
  if (typeof posted !== 'object' || posted === null) return posted
  const { mimeType } = { mimeType: '', ...posted }
  return { mimeType, params: [], text: '' }
}
