import type { PortalConfig } from './portal.ts'

/** What `vitrine init` is told. */
export interface NewPortal {
  readonly slug: string
  readonly title: string
  readonly languages: readonly [string, ...string[]]
  readonly host: string | null
}

/** The portal.json of a new portal: complete and valid, for its operator to change. */
export function newPortalFile({ slug, title, languages, host }: NewPortal): string {
  const texts = Object.fromEntries(languages.map(language => [language, title]))
  const config: Omit<PortalConfig, 'slug'> = {
    hosts: [host ?? `${slug}.localhost`],
    title: texts,
    description: texts,
    languages,
    brand: '#1f4e8c',
    legal: { name: title, address: '-', email: `opendata@${host ?? 'example.org'}`, country: 'FR' },
  }
  return `${JSON.stringify(config, null, 2)}\n`
}
