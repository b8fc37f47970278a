import assert from 'node:assert/strict'
import type { ReadOptions } from '../../src/core/dataset/revision.ts'
import { VitrineError } from '../../src/core/errors.ts'
import { memorySource } from '../../src/core/format/containers-memory.ts'
import type { RawFault, RawValue, ReadableFormat } from '../../src/core/format/reader.ts'

const signal = new AbortController().signal

export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

/** For tests: everything a format reads from a content handed out in chunks of `chunk` bytes. */
export const readEverything = async (
  format: ReadableFormat,
  content: string | Uint8Array,
  options: ReadOptions = {},
  chunk = 64,
) => {
  const reader = await format.open(memorySource('sample', bytesOf(content), chunk), options, signal)
  const rows: (readonly RawValue[])[] = []
  const lines: number[] = []
  const faults: RawFault[] = []
  for await (const batch of reader.batches(signal)) {
    rows.push(...batch.rows)
    lines.push(...batch.lines)
    faults.push(...batch.faults)
  }
  const columns = reader.columns.map(column => column.name)
  return { columns, rows, lines, faults, evidence: reader.evidence, warnings: reader.warnings }
}

/** For tests: the code and parameters of the refusal that reading ends in. */
export const refusalOf = async (
  format: ReadableFormat,
  content: string | Uint8Array,
  options: ReadOptions = {},
): Promise<Readonly<Record<string, unknown>>> => {
  try {
    await readEverything(format, content, options)
  } catch (thrown) {
    assert.ok(thrown instanceof VitrineError, String(thrown))
    return { code: thrown.code, ...thrown.params }
  }
  return assert.fail('was read')
}

/** For tests: reads the content cut, and with bytes changed, every `step` bytes; each is read or refused. */
export const readDamaged = async (
  format: ReadableFormat,
  content: Uint8Array,
  step: number,
  options: ReadOptions = {},
): Promise<{ readonly read: number; readonly refused: number }> => {
  let read = 0
  let refused = 0
  const attempt = async (damaged: Uint8Array, what: string): Promise<void> => {
    try {
      await readEverything(format, damaged, options, 64 * 1024)
      read++
    } catch (thrown) {
      assert.ok(
        thrown instanceof VitrineError && thrown.code !== 'bug',
        `${what}: ${thrown} ${(thrown as Error).stack}`,
      )
      refused++
    }
  }
  for (let at = 0; at < content.length; at += step) {
    await attempt(content.slice(0, at), `cut at ${at}`)
    for (const flip of [0x01, 0x80, 0xff]) {
      const damaged = content.slice()
      damaged[at] = (damaged[at] ?? 0) ^ flip
      await attempt(damaged, `byte ${at} ^ ${flip}`)
    }
  }
  return { read, refused }
}
