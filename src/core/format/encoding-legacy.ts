import iconv from 'iconv-lite'

/** Neighbours of a byte, as far as they are known whatever the encoding. */
const LOWER = 0
const UPPER = 1
const HIGH = 2
const OTHER = 3
const CLASSES = 4

/** Counts of the bytes over 127 of a text, by byte and by what stands before and after. */
export class HighBytes {
  readonly counts = new Float64Array(128 * CLASSES * CLASSES)
  total = 0
  #before = OTHER

  add(bytes: Uint8Array): void {
    let before = this.#before
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0
      if (byte > 127) {
        const at = ((byte - 128) * CLASSES + before) * CLASSES + classOf(bytes[i + 1] ?? 32)
        this.counts[at] = (this.counts[at] ?? 0) + 1
        this.total++
      }
      before = classOf(byte)
    }
    this.#before = before
  }
}

function classOf(byte: number): number {
  if (byte > 127) return HIGH
  if (byte >= 97 && byte <= 122) return LOWER
  return byte >= 65 && byte <= 90 ? UPPER : OTHER
}

const WESTERN: readonly string[] = [
  'éèàêçôîûùâïëœ',
  'üäößé',
  'óíáéñúü',
  'ãçáéíóõêâôà',
  'àèùòìé',
  'éëïöü',
  'äöå',
  'øåæéö',
  'áíéóúýþæðö',
]
const CENTRAL: readonly string[] = [
  'łąężśćóńź',
  'íáěéřšžčýůúňďťó',
  'áíéčšžýúľťňôďäĺŕ',
  'éáöóőíüúű',
  'ăîâşţ',
  'čšžćđ',
]

/**
 * The single-byte encodings that are weighed, by language: its letters beyond ASCII, the commonest first. The
 * likelier encoding stands first, for texts that read alike in two of them.
 */
const CANDIDATES: readonly (readonly [encoding: string, ...languages: string[]])[] = [
  ['windows-1252', ...WESTERN],
  ['iso-8859-15', ...WESTERN],
  ['macintosh', ...WESTERN],
  ['windows-1250', ...CENTRAL],
  ['iso-8859-2', ...CENTRAL],
  ['windows-1254', 'ıüşğçöiâî'],
  ['windows-1251', 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё', 'оаиентсрвлкупмдзьігїєщшцжчхбюфґ'],
  ['koi8-r', 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё'],
  ['windows-1253', 'αοιετσνηυρπκμλςγδθωχφβάέίόήύώ'],
  ['windows-1255', 'יוהלארתבםמשנדעקחפכטןגסצזךףץ'],
  ['windows-1256', 'االيمنترعدبكقسةحفجشصضخزطثغئءظى'],
  ['windows-1257', 'āīēšūņļķžčģ', 'ėųšįžąčūę', 'äõüö'],
  ['cp850', ...WESTERN],
]

const LATIN = /\p{Script=Latin}/u
const LETTER = /\p{L}/u
const CAPITAL = /\p{Lu}/u
const TYPOGRAPHY = '’‘“”«»–—…€°²³ºª·•½¼¾£§¿¡\u00a0'

/** Letters of the language supposed, and of all languages written in the encoding. */
interface Letters {
  readonly language: string
  readonly all: string
}

/** What one occurrence of `char` says for the encoding that gives it between these neighbours. */
function plausibility(char: string, letters: Letters, before: number, after: number): number {
  const inWord = before === LOWER || before === UPPER || after === LOWER || after === UPPER
  if (char === '\ufffd' || (char >= '\u0080' && char < '\u00a0')) return -8
  if (!LETTER.test(char)) {
    if (char === '’') return 0.5
    if (before < HIGH && after < HIGH) return -2
    return TYPOGRAPHY.includes(char) ? 0.2 : -0.6
  }
  const lower = char.toLowerCase()
  const rank = letters.language.indexOf(lower)
  const weight = rank !== -1 ? 1 - rank / 40 : letters.all.includes(lower) ? 0.5 : 0
  if (!LATIN.test(char)) return inWord ? -2 : before === HIGH || after === HIGH ? 1 - rank / 20 : 0
  if (CAPITAL.test(char) && before === LOWER) return -1.5
  if (before === HIGH && after === HIGH) return -0.5
  return before === OTHER && after === OTHER ? weight / 2 : weight
}

/** Believed a little more than its evidence: most files that are not UTF-8 are in it. */
const USUAL = 'windows-1252'

export interface LegacyChoice {
  readonly encoding: string
  /** Mean plausibility of a byte over 127, at most 1.1. */
  readonly score: number
  readonly runnerUp: string
}

/** The single-byte encoding under which the bytes over 127 look most like letters in words. */
export function chooseLegacyEncoding(bytes: HighBytes): LegacyChoice {
  const ranked = CANDIDATES.map(([encoding, ...languages]) => ({
    encoding,
    score:
      Math.max(...languages.map(language => score(bytes, encoding, { language, all: languages.join('') }))) +
      (encoding === USUAL ? 0.1 : 0),
  })).toSorted((a, b) => b.score - a.score)
  const [best, second] = ranked
  return {
    encoding: best?.encoding ?? 'windows-1252',
    score: best?.score ?? 0,
    runnerUp: second?.encoding ?? '',
  }
}

function score(bytes: HighBytes, encoding: string, letters: Letters): number {
  const chars = iconv.decode(
    Uint8Array.from({ length: 128 }, (_, i) => i + 128),
    encoding,
  )
  let sum = 0
  for (let i = 0; i < bytes.counts.length; i++) {
    const count = bytes.counts[i] ?? 0
    if (count === 0) continue
    const char = chars[Math.floor(i / (CLASSES * CLASSES))] ?? '\ufffd'
    const before = Math.floor(i / CLASSES) % CLASSES
    sum += count * plausibility(char, letters, before, i % CLASSES)
  }
  return bytes.total === 0 ? 0 : sum / bytes.total
}
