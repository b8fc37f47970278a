import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Expectation } from './expectation.ts'
import { publishedFiles } from './published-files.ts'

/** Slugs of the portals that the folders of the data are published on. */
export const PORTALS: Readonly<Record<string, string>> = {
  'data-gouv-nc': 'gouv-nc',
  datastro: 'datastro',
  eulerhermes: 'eulerhermes',
  odwb: 'odwb',
  smartbump: 'smartbump',
  stress: 'smartbump',
}

/** A running server: where it listens, and the portal of each folder of the data. */
export interface Server {
  /** `http://127.0.0.1:8080`; portals are told apart by the Host header. */
  readonly origin: string
  readonly portals: Readonly<Record<string, string>>
}

const get = (origin: string, portal: string, path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const url = new URL(path, origin)
    const headers = { host: `${portal}.localhost:${url.port}` }
    request(url, { headers }, response => {
      if (response.statusCode === 200) resolve(response)
      else reject(new Error(`${portal} ${path}: ${response.statusCode}`))
      if (response.statusCode !== 200) response.resume()
    })
      .on('error', reject)
      .end()
  })

/** The JSON that a portal of the server at `origin` answers. */
export const getJson = async (origin: string, portal: string, path: string): Promise<unknown> =>
  json(await get(origin, portal, path))

/** Saves the dataset object and the JSON Lines export of a data set that the server serves. */
export const fetchPublished = async (
  server: Server,
  expectation: Expectation,
  folder: string,
): Promise<void> => {
  const portal = server.portals[expectation.portal] ?? expectation.portal
  const path = `/api/explore/v2.1/catalog/datasets/${expectation.dataset}`
  const files = publishedFiles(folder, expectation)
  await pipeline(await get(server.origin, portal, path), createWriteStream(files.dataset))
  await pipeline(await get(server.origin, portal, `${path}/exports/jsonl`), createWriteStream(files.records))
}
