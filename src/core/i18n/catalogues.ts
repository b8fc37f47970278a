import arPages from './catalogues/ar/pages.json' with { type: 'json' }
import dePages from './catalogues/de/pages.json' with { type: 'json' }
import enCli from './catalogues/en/cli.json' with { type: 'json' }
import enErrors from './catalogues/en/errors.json' with { type: 'json' }
import enPages from './catalogues/en/pages.json' with { type: 'json' }
import enProgress from './catalogues/en/progress.json' with { type: 'json' }
import frPages from './catalogues/fr/pages.json' with { type: 'json' }
import nlPages from './catalogues/nl/pages.json' with { type: 'json' }

const ENGLISH = { ...enPages, ...enErrors, ...enCli, ...enProgress }

/** Keys of the sentences, as English has them. */
export type MessageKey = keyof typeof ENGLISH

/**
 * The sentences by language and key, in the syntax of `message.ts`. English has every key; the other languages
 * have all of the pages.
 */
export const CATALOGUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: ENGLISH,
  fr: frPages,
  nl: nlPages,
  de: dePages,
  ar: arPages,
}
