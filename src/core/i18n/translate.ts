import { CATALOGUES, type MessageKey } from './catalogues.ts'
import { primarySubtag } from './languages.ts'
import { compileMessage, type Message, type MessageArgs } from './message.ts'

/** Says a message in one language. */
export type Translate = (key: MessageKey, args?: MessageArgs) => string

const translators = new Map<string, Translate>()
const NOTHING: MessageArgs = {}

/**
 * The translator of a language: its own catalogue, English where that lacks a key or where there is none for the
 * language. Messages are compiled at first use and kept.
 */
export function translator(language: string): Translate {
  const tag = Object.hasOwn(CATALOGUES, language) ? language : primarySubtag(language)
  const name = Object.hasOwn(CATALOGUES, tag) ? tag : 'en'
  const known = translators.get(name)
  if (known) return known
  const made = makeTranslator(name)
  translators.set(name, made)
  return made
}

function makeTranslator(language: string): Translate {
  const own = CATALOGUES[language] ?? {}
  const compiled = new Map<string, Message>()
  return (key, args = NOTHING) => {
    const known = compiled.get(key)
    if (known) return known(args)
    const source = own[key]
    const made =
      source === undefined
        ? compileMessage(CATALOGUES.en?.[key] ?? key, 'en')
        : compileMessage(source, language)
    compiled.set(key, made)
    return made(args)
  }
}

/** Whether a key that is put together (`frequency.DAILY`) exists. */
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(CATALOGUES.en ?? {}, key)
