import founding from './founding.json' with { type: 'json' }

/** What a policy says of one cookie, each as a word of the fixture. */
export interface CookieFacts {
  readonly provider: string
  readonly function: string
  /** Null where it is not said. */
  readonly location: string | null
  readonly name: string
  readonly purpose: string
}

/** When a kind of cookie needs no consent; null where nothing is said of it. */
export interface KindFacts {
  readonly kind: string
  readonly consent: string | null
}

/** What a founding policy, or one of ours, says. */
export interface PolicyFactsRead {
  readonly host: string
  readonly analytics: boolean
  readonly kinds: readonly KindFacts[]
  readonly cookies: readonly CookieFacts[]
}

export const FOUNDING = founding

/** The facts of a portal of the fixture. */
export const foundingFacts = ({ host, analytics }: (typeof founding.portals)[number]): PolicyFactsRead => ({
  ...{ host, analytics },
  kinds: founding.kinds,
  cookies: founding.cookies,
})

type Words = readonly (readonly [word: string, said: RegExp])[]

/** How the functions are said; the same for the founding documents and for our English. */
export const FUNCTIONS: Words = [
  ['authentication', /Authentication/],
  ['language', /Language selection/],
  ['api', /API \(CSRF\)/],
  ['cookie preferences', /Choices? (?:related to|regarding) your cookie preferences/],
]

export const PURPOSES: Words = [
  ['user from page to page', /remember(?:ing)? the user from one page to another/i],
  ['language', /remember(?:ing)? the visitor['’]s language/i],
  ['data via api calls', /retriev(?:e|ing) data via API calls/i],
  [
    'cookie preferences',
    /remember(?:ing)? the visitor['’]s (?:cookie preferences|choice regarding cookies)/i,
  ],
]

/** One of the founding documents is half French in one row. */
export const LOCATION = /\(front (?:and|et) back office\)/

/** The word of a text; the text itself where none fits, so that a difference shows. */
export const wordOf = (words: Words, text: string): string =>
  words.find(([, said]) => said.test(text))?.[0] ?? text

/** When the consent of a kind is not needed, from what is said of it. */
export function consentOf(text: string): string | null {
  if (/anonym/i.test(text))
    return /consent is not required|need no consent/i.test(text) ? 'unless-anonymous' : null
  return /do not require (?:the )?user(?:['’]s)? consent|need no consent/i.test(text) ? 'never' : null
}
