import arPages from './catalogues/ar/pages.json' with { type: 'json' }
import dePages from './catalogues/de/pages.json' with { type: 'json' }
import enCli from './catalogues/en/cli.json' with { type: 'json' }
import enErrors from './catalogues/en/errors.json' with { type: 'json' }
import enPages from './catalogues/en/pages.json' with { type: 'json' }
import frPages from './catalogues/fr/pages.json' with { type: 'json' }
import nlPages from './catalogues/nl/pages.json' with { type: 'json' }

/** Keys of the sentences, as English has them. */
export type MessageKey = keyof typeof enPages | keyof typeof enErrors | keyof typeof enCli

/** The sentences by language and key, in the syntax of `message.ts`. */
export const CATALOGUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: { ...enPages, ...enErrors, ...enCli },
  fr: frPages,
  nl: nlPages,
  de: dePages,
  ar: arPages,
}
