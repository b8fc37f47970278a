import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type GeneratedFacts, type GeneratorOptions, HEADER, RowGenerator } from './generated-rows.ts'

const CHUNK = 1 << 16

function* chunks(rows: RowGenerator): Generator<string> {
  let chunk = HEADER
  while (!rows.done) {
    chunk += rows.next()
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

/** Streams a CSV of the asked size to `path` in flat memory; gives what it holds. */
export const generateCsv = async (path: string, options: GeneratorOptions): Promise<GeneratedFacts> => {
  const rows = new RowGenerator(options)
  await pipeline(Readable.from(chunks(rows), { objectMode: true }), createWriteStream(path))
  return rows.facts()
}

const UNITS: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 }

/** `1gb`, `250mb`, `1000` as bytes; NaN for anything else. */
export const bytesOf = (text: string): number => {
  const [, digits = '', unit = ''] = /^(\d+)(kb|mb|gb)?$/i.exec(text) ?? []
  return digits === '' ? Number.NaN : Number(digits) * (UNITS[unit.toLowerCase()] ?? 1)
}

const USAGE = `Writes a CSV of any size and prints what it holds, as JSON.

  node test/datasets/generate-csv.ts <file> (--size 1gb | --rows 1000000) [--dirt 50000] [--seed 1]`

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string' },
      rows: { type: 'string' },
      dirt: { type: 'string', default: '50000' },
      seed: { type: 'string', default: '1' },
    },
  })
  const bytes = values.size === undefined ? undefined : bytesOf(values.size)
  const rows = values.rows === undefined ? undefined : Number(values.rows)
  const [file] = positionals
  if (file === undefined || !((bytes ?? rows ?? Number.NaN) >= 0)) {
    console.error(USAGE)
    process.exit(2)
  }
  const facts = await generateCsv(file, {
    ...(bytes === undefined ? {} : { bytes }),
    ...(rows === undefined ? {} : { rows }),
    dirtEvery: Number(values.dirt),
    seed: Number(values.seed),
  })
  console.log(JSON.stringify({ ...facts, amountCents: String(facts.amountCents) }))
}
