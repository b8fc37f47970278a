import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const SERVICE_HOST = 'maps.example.org'
const FRAME = `<p><iframe src="https://${SERVICE_HOST}/embed/overview"></iframe></p>`

type Json = Readonly<Record<string, unknown>>

const readJson = async (file: string): Promise<Json> => JSON.parse(await readFile(file, 'utf8'))

/** Applies a change to a JSON file. */
async function change(file: string, edit: (json: Json) => Json): Promise<void> {
  await writeFile(file, JSON.stringify(edit(await readJson(file))))
}

/** The same text in each of some languages. */
const inEach = (languages: readonly string[], text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(languages.map(tag => [tag, text]))

const service = (languages: readonly string[]): Json => ({
  name: 'Town map',
  provider: { name: 'Maps', country: 'BE' },
  hosts: [SERVICE_HOST],
  frame: `https://${SERVICE_HOST}/embed/{reference}`,
  page: `https://${SERVICE_HOST}/{reference}`,
  function: inEach(languages, 'Map'),
  purpose: inEach(languages, 'To show a map'),
  discloses: inEach(languages, 'The address of your connection'),
})

/**
 * Copies portals with something to decide in each: a service behind consent, whose content is in the description of
 * every dataset. The audit can then play every state, and sees the answer to the banner.
 */
export async function copyWithService(from: string, to: string): Promise<readonly string[]> {
  await cp(from, to, { recursive: true })
  const slugs = (await readdir(to)).sort()
  for (const slug of slugs) {
    await change(join(to, slug, 'portal.json'), portal => {
      const languages = Array.isArray(portal.languages) ? portal.languages.map(String) : []
      return { ...portal, services: { own: { townmap: service(languages) } } }
    })
    const folder = join(to, slug, 'datasets')
    for (const name of await readdir(folder))
      await change(join(folder, name), dataset => ({
        ...dataset,
        description: Object.fromEntries(
          Object.entries(dataset.description ?? {}).map(([tag, text]) => [tag, `<p>${text}</p>${FRAME}`]),
        ),
      }))
  }
  return slugs
}
