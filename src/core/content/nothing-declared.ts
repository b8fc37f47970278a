import type { ForeignRules } from './foreign-content.ts'

/** Rules of a portal that declared no service: content of others becomes a link that names its host. */
export const NOTHING_DECLARED: ForeignRules = {
  embed: () => null,
  image: () => null,
  linkText: (_, host) => host,
}
