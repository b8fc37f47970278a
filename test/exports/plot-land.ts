import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { type RunningDeployment, startDeployment } from '../chaos/deployment.ts'
import { writePortal } from '../explore/city.ts'
import { PLOT_FIELDS, plotsCsv } from './plots.ts'

const HOST = 'land.localhost'
const EXPORTS = '/api/explore/v2.1/catalog/datasets'
const text = (en: string): object => ({ en })

/** Records of the large dataset, each about two kilobytes. */
export const MANY = 30_000

const manyCsv = (): string => {
  const filler = 'Lorem ipsum dolor sit amet; consectetur. '.repeat(44)
  const lines = Array.from(
    { length: MANY },
    (_, i) =>
      `${i},"${i % 90}, ${i % 180}",${filler}${i},${i / 8},2020-01-${String((i % 28) + 1).padStart(2, '0')}`,
  )
  return `number,spot,words,size,day\n${lines.join('\n')}\n`
}

const DATASETS = {
  plots: {
    data: plotsCsv(),
    file: { title: text('Plots'), description: text('Hard to export'), fields: PLOT_FIELDS },
  },
  many: {
    data: manyCsv(),
    file: {
      title: text('Many'),
      description: text('Many records'),
      fields: { number: { type: 'int' }, spot: { type: 'geo_point_2d' } },
    },
  },
  plain: {
    data: 'name,n\na,1\nb,2\n',
    file: { title: text('Plain'), description: text('No places') },
  },
}

let opened: { running: RunningDeployment; folder: string } | null = null

/** The running deployment; only inside tests. */
export function land(): RunningDeployment {
  assert.ok(opened !== null, 'the land is not open')
  return opened.running
}

/** Opens a portal of these datasets for the tests of this process. */
export function withLand(): void {
  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-land-'))
    await writePortal(folder, 'land', DATASETS)
    const running = await startDeployment({ portals: folder })
    opened = { running, folder }
    running.command('publish', '--portal', 'land')
  })
  after(async () => {
    await opened?.running.stop()
    if (opened !== null) await rm(opened.folder, { recursive: true, force: true })
  })
}

export type Parameters = Readonly<Record<string, string>>

/** Asks for a path below the datasets; the answer is not read yet. */
export function open(path: string, parameters: Parameters = {}): Promise<IncomingMessage> {
  const { port } = land()
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const query = new URLSearchParams(parameters)
  request(
    {
      ...{ port, host: '127.0.0.1', path: `${EXPORTS}/${path}?${query}`, agent: false },
      headers: { host: `${HOST}:${port}` },
    },
    resolve,
  )
    .on('error', reject)
    .end()
  return promise
}

export interface Got {
  readonly status: number
  readonly bytes: Buffer
}

export async function get(path: string, parameters: Parameters = {}): Promise<Got> {
  const answer = await open(path, parameters)
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return { status: answer.statusCode ?? 0, bytes: Buffer.concat(chunks) }
}

/** The bytes of an export that is well. */
export async function exported(
  dataset: string,
  format: string,
  parameters: Parameters = {},
): Promise<Buffer> {
  const { status, bytes } = await get(`${dataset}/exports/${format}`, parameters)
  assert.equal(status, 200, bytes.subarray(0, 500).toString())
  return bytes
}
