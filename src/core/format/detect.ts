import type { Evidence, ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { openContainer } from './containers.ts'
import type { Scratch } from './containers-inflated.ts'
import type { ReadableFormat, RecordReader, Sniff } from './reader.ts'
import { READABLE_FORMATS, readableFormat } from './registry.ts'

/** Bytes that the format is guessed from; everything else is decided from all bytes. */
const HEAD = 1 << 16

/**
 * Opens a source, out of the gzip or zip that it comes in, whose format is declared or guessed. What the reader
 * decides from the whole source is its evidence, after that of the container and the format. `scratch` keeps
 * what is packed and must be read at random.
 *
 * @throws VitrineError `source_empty`, `source_format_unknown`, and those of the container and of the format's reader
 */
export async function detect(
  source: ByteSource,
  options: ReadOptions,
  signal: AbortSignal,
  scratch?: Scratch,
): Promise<RecordReader> {
  if (source.size === 0) throw new VitrineError('source_empty')
  const opened = await openContainer(source, { options, signal, ...(scratch && { scratch }) })
  const { format, evidence } = await chooseFormat(opened.source, opened.options)
  const reader = await format.open(opened.source, opened.options, signal)
  return {
    format: reader.format,
    columns: reader.columns,
    evidence: [...opened.evidence, evidence, ...reader.evidence],
    warnings: reader.warnings,
    ...(opened.files === null ? {} : { files: opened.files }),
    batches: own => reader.batches(own),
  }
}

interface Choice {
  readonly format: ReadableFormat
  readonly evidence: Evidence
}

async function chooseFormat(source: ByteSource, options: ReadOptions): Promise<Choice> {
  if (options.format !== undefined) {
    const format = readableFormat(options.format)
    if (format === undefined) throw new VitrineError('source_format_unknown', { name: options.format })
    return chosen(format, { score: 1, because: 'format_declared', params: {} })
  }
  const head = await source.read(0, HEAD)
  let best: { format: ReadableFormat; sniff: Sniff } | undefined
  for (const format of READABLE_FORMATS) {
    const sniff = format.sniff(head, source.name)
    if (sniff.score > (best?.sniff.score ?? 0)) best = { format, sniff }
  }
  if (best === undefined) throw new VitrineError('source_format_unknown', { name: source.name })
  return chosen(best.format, best.sniff)
}

const chosen = (format: ReadableFormat, { because, params }: Sniff): Choice => ({
  format,
  evidence: { about: 'format', decision: format.name, because, params },
})
