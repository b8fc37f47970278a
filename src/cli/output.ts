import type { MessageArgs } from '../core/i18n/message.ts'
import { isMessageKey, type Translate } from '../core/i18n/translate.ts'
import type { Diagnostic } from '../core/parsed.ts'
import type { WorkProgress } from './application.ts'

/** A stream of characters that may be a terminal. */
export interface TextStream {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
}

/** Where a command speaks: results on one stream, progress and faults on the other. */
export interface Output {
  /** Says a sentence of the catalogue; a key that is put together and has none is said as it is. */
  say(key: string, params?: MessageArgs): string
  /** The answer of a command: lines for people, or the value as JSON when that was asked for. */
  result(value: unknown, lines: readonly string[]): void
  /** A remark beside the result. */
  note(text: string): void
  /** A remark that opens something: to a terminal alone, since what is no terminal may be a log; else `instead`. */
  secret(text: string, instead: string): void
  faults(diagnostics: readonly Diagnostic[]): void
  /** Shows a long work under this label until `end`. */
  progress(label: string): ProgressLine
}

export interface ProgressLine {
  update(progress: WorkProgress): void
  /** Leaves one line that says how it went. */
  end(text: string): void
}

export interface OutputOptions {
  readonly json: boolean
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly translate: Translate
}

const BAR_WIDTH = 24

const bar = (share: number): string => {
  const done = Math.round(Math.min(Math.max(share, 0), 1) * BAR_WIDTH)
  return `${'█'.repeat(done)}${'░'.repeat(BAR_WIDTH - done)} ${String(Math.floor(share * 100)).padStart(3)} %`
}

/** What steers a terminal (C0, C1), breaks lines, or turns the order of what is read (Unicode UAX 9: overrides, isolates). */
const STEERING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** One line, whatever a foreign text in it holds: what steers does not reach the terminal. */
const oneLine = (text: string): string => text.replaceAll(STEERING, '�')

/** JSON for people and programs; of what steers, `JSON.stringify` escapes C0 alone. */
const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(STEERING, character =>
    character === '\n' ? '\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Speaks on two streams. */
export function createOutput({ json, stdout, stderr, translate }: OutputOptions): Output {
  const say: Output['say'] = (key, params = {}) => (isMessageKey(key) ? translate(key, params) : key)
  const line = (text: string) => stderr.write(`${oneLine(text)}\n`)
  const tellFault = ({ code, place, params, hint }: Diagnostic): string => {
    const said = say(`error.${code}`, params)
    const help = hint === undefined ? '' : ` ${say(`cli.hint.${hint.code}`, hint.params)}`
    return place === '' ? `${said}${help}` : `${place}: ${said}${help}`
  }
  return {
    say,
    result: (value, lines) => {
      if (json) stdout.write(`${jsonText(value)}\n`)
      else for (const text of lines) stdout.write(`${oneLine(text)}\n`)
    },
    note: text => {
      if (!json) line(text)
    },
    secret: (text, instead) => {
      if (!json) line(stderr.isTTY === true ? text : instead)
    },
    faults: diagnostics => {
      if (json) stderr.write(`${jsonText({ faults: diagnostics })}\n`)
      else for (const diagnostic of diagnostics) line(tellFault(diagnostic))
    },
    progress: label =>
      stderr.isTTY === true && !json
        ? liveLine(label, stderr, say)
        : quietLine(label, json ? () => {} : line, say),
  }
}

/** One line of a terminal, drawn over again. */
function liveLine(label: string, stream: TextStream, say: Output['say']): ProgressLine {
  const draw = (text: string) => stream.write(`\r\x1b[K${oneLine(text)}`)
  draw(label)
  return {
    update: ({ step, share }) =>
      draw(`${label}  ${share === null ? '' : `${bar(share)}  `}${say(`progress.${step}`)}`),
    end: text => {
      draw(`${label}  ${text}`)
      stream.write('\n')
    },
  }
}

/** A line is due in a log or a pipe when nothing was said for this long. */
const QUIET_MS = 5_000

/** A line now and then, for logs and pipes. */
function quietLine(label: string, line: (text: string) => void, say: Output['say']): ProgressLine {
  let saidAt = performance.now()
  return {
    update: ({ step, share }) => {
      if (performance.now() - saidAt < QUIET_MS) return
      saidAt = performance.now()
      const done = share === null ? '' : ` ${Math.floor(share * 100)} %`
      line(`${label}: ${say(`progress.${step}`)}${done}`)
    },
    end: text => line(`${label}: ${text}`),
  }
}
