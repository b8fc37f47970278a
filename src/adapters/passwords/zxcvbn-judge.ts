import type { PasswordJudge } from '../../app/ports/password-judge.ts'

/** Guesses beyond 10⁸: the third of zxcvbn's four steps. */
const LEAST_SCORE = 3
/** Only so much is looked at: what is hard to guess by its beginning is so as a whole, and looking takes time. */
const MOST_LOOKED_AT = 64

type Judge = (password: string, about: string[]) => number

/** zxcvbn with English and French words; loaded when the first password is chosen, since its dictionaries are large. */
export function zxcvbnJudge(): PasswordJudge {
  let loading: Promise<Judge> | null = null
  return {
    isWeak: async (password, about) => {
      loading ??= load()
      const score = await loading
      return score(password.slice(0, MOST_LOOKED_AT), [...about]) < LEAST_SCORE
    },
  }
}

async function load(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common, en, fr] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('@zxcvbn-ts/language-fr'),
  ])
  const judge = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...en.dictionary, ...fr.dictionary },
    graphs: common.adjacencyGraphs,
  })
  return (password, about) => judge.check(password, about).score
}
