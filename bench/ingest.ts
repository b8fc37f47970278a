import { hash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { openRecordStore } from '../src/adapters/clickhouse/record-store.ts'
import { engineHostProgram } from '../src/adapters/engine-host/program.ts'
import type { RecordStore } from '../src/app/ports/record-store.ts'
import type { ByteSource } from '../src/core/format/byte-source.ts'
import { type Analysis, analyse } from '../src/core/ingest/analyse.ts'
import { encodeRecords } from '../src/core/ingest/encode-records.ts'
import { revisionTable, type TableDefinition } from '../src/core/sql/table.ts'
import { recordingLog } from '../test/contract/recording-log.ts'

/**
 * Rows a second of analysing and encoding a CSV of `ROWS` rows and 11 columns, beside a raw reading of the same
 * file in the same run (decoded, cut at line ends and semicolons, no quotes), and the memory it takes; then of
 * a whole load into an engine, beside the engine alone on the same bytes. `node --import tsx bench/ingest.ts`
 */
const ROWS = Number(process.argv[2] ?? 1_000_000)

const IDENTITY = { fields: [], digest: (bytes: Uint8Array) => hash('sha1', bytes, 'hex') }
const SPECIES = ['Chêne pédonculé', 'Tilleul argenté', 'Platane', 'Érable champêtre', 'Marronnier, blanc']

/** Deterministic: the same table in every run. */
function row(i: number): string {
  const random = (i * 2_654_435_761) % 4_294_967_296
  const text = SPECIES[random % SPECIES.length] ?? ''
  const day = `${String(1 + (random % 28)).padStart(2, '0')}/${String(1 + (random % 12)).padStart(2, '0')}/${1990 + (random % 30)}`
  const time = `2024-0${1 + (random % 9)}-1${random % 10}T1${random % 10}:0${random % 6}:00Z`
  const numbers = `${random % 500};${(random % 10_000) / 100};${i % 997 === 0 ? '' : (random % 90_000) / 1000}`
  const place = `${48 + (random % 1000) / 1000}, ${2 + (random % 999) / 1000}`
  return `${i};T-${i};${text};${numbers};${day};${time};${place};${random % 2 ? 'oui' : 'non'};"allée ""${random % 50}"", ${i % 9999}"\n`
}

async function generate(path: string): Promise<void> {
  const file = createWriteStream(path)
  file.write('id;code;espèce;hauteur;prix;diamètre;plantation;relevé;position;remarquable;adresse\n')
  for (let i = 0; i < ROWS; i += 1000) {
    const part = Array.from({ length: Math.min(1000, ROWS - i) }, (_, k) => row(i + k)).join('')
    if (!file.write(part)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}

async function fileSource(path: string): Promise<ByteSource> {
  const { size } = await stat(path)
  return {
    name: basename(path),
    size,
    stream: () => createReadStream(path, { highWaterMark: 1 << 18 }),
    async read(offset, length) {
      await using file = await open(path)
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
      return buffer.subarray(0, bytesRead)
    },
  }
}

async function rawReading(source: ByteSource): Promise<number> {
  const decoder = new TextDecoder()
  let carry = ''
  let cells = 0
  for await (const chunk of source.stream()) {
    const lines = (carry + decoder.decode(chunk, { stream: true })).split('\n')
    carry = lines.pop() ?? ''
    for (const line of lines) cells += line.split(';').length
  }
  return cells
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Processor time that a process has used so far (Linux's clock ticks are 10 ms). */
function hostSeconds(pid: number): number {
  const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(words[11]) + Number(words[12])) / 100
}

const rate = (milliseconds: number): string =>
  `${Math.round(ROWS / (milliseconds / 1000)).toLocaleString('en')} rows/s`

/** The same bytes given to the engine at once: what loading costs without us. */
async function engineAlone(store: RecordStore, table: TableDefinition, analysis: Analysis): Promise<number> {
  const chunks: Uint8Array[] = []
  for await (const { tsv } of encodeRecords(analysis, IDENTITY, never)) chunks.push(tsv)
  await store.createTable(table, never)
  const started = performance.now()
  await store.load(table, Readable.from(chunks), never)
  return performance.now() - started
}

async function endToEnd(home: string, source: ByteSource): Promise<void> {
  const socketPath = join(home, 'e.sock')
  const log = recordingLog()
  const host = await engineHostProgram({ home, socketPath, log, ballastBytes: 0 }).start(
    AbortSignal.timeout(60_000),
  )
  const store = await openRecordStore({ socketPath }, { log, signal: never })
  try {
    const started = performance.now()
    const analysis = await analyse(source, {}, { signal: never })
    const table = revisionTable(1, analysis.fields)
    await store.createTable(table, never)
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for await (const { tsv } of encodeRecords(analysis, IDENTITY, never)) yield tsv
    }
    await store.load(table, chunks(), never)
    await store.seal(table, never)
    const ended = performance.now()
    const engine = hostSeconds(host.pid)
    console.log(`end to end ${rate(ended - started)}, ${engine.toFixed(1)} s of the engine's processor`)
    const alone = await engineAlone(store, revisionTable(2, analysis.fields), analysis)
    console.log(`engine   ${rate(alone)}: the same bytes from memory`)
  } finally {
    await store.close()
    await host.stop()
  }
}

async function stages(source: ByteSource): Promise<void> {
  const before = performance.now()
  await rawReading(source)
  const started = performance.now()
  const cpuBefore = cpuSeconds()
  const analysis = await analyse(source, {}, { signal: never })
  const analysed = performance.now()
  let bytes = 0
  let records = 0
  for await (const chunk of encodeRecords(analysis, IDENTITY, never)) {
    bytes += chunk.tsv.length
    records += chunk.records
  }
  const ended = performance.now()
  console.log(`types    ${analysis.fields.map(field => `${field.name}: ${field.type}`).join(', ')}`)
  console.log(`analyse  ${rate(analysed - started)}`)
  console.log(
    `encode   ${rate(ended - analysed)} (${(bytes / 1e6).toFixed(0)} MB of TSV, ${records} records)`,
  )
  console.log(`together ${rate(ended - started)}, ${(cpuSeconds() - cpuBefore).toFixed(1)} s of processor`)
  console.log(`raw      ${rate(started - before)}: once through the file; loading passes over it three times`)
  console.log(`peak RSS ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
}

const never = new AbortController().signal
const folder = await mkdtemp(join(tmpdir(), 'bench-ingest-'))
try {
  const path = join(folder, 'trees.csv')
  await generate(path)
  const source = await fileSource(path)
  console.log(`${ROWS.toLocaleString('en')} rows, ${(source.size / 1e6).toFixed(0)} MB`)
  await stages(source)
  await endToEnd(folder, source)
} finally {
  await rm(folder, { recursive: true, force: true })
}
