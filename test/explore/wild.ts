import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Members, type Parameters, queryString, send } from './ask-city.ts'
import { DATASET, ROOT } from './city.ts'

/** Requests of public programs; not part of the repository. */
const CORPUS = join(import.meta.dirname, '../../../shared/wild/queries.jsonl')

interface WildRequest {
  readonly id: number
  readonly dataset: string | null
  readonly endpoint: string
  readonly params: Parameters
  readonly valid: boolean | 'unsure'
}

const requests = (): readonly WildRequest[] =>
  readFileSync(CORPUS, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as WildRequest)

/** As it was sent, but for keys: the corpus has blacked them out, and what is left of them is no key. */
const spell = (request: WildRequest): string => {
  const { apikey: _, ...params } = request.params
  return `${pathOf(request)}${queryString(params)}`
}

const pathOf = ({ dataset, endpoint }: WildRequest): string => {
  const root = dataset === null ? `${ROOT}/catalog` : DATASET
  if (/facet/.test(endpoint)) return `${root}/facets`
  if (/export/.test(endpoint)) return `${root}/exports/json`
  return dataset === null ? `${root}/datasets` : `${root}/records`
}

const CODES = new Set(['ODSQLSyntaxError', 'ODSQLError', 'InvalidRESTParameterError'])

/** Whatever programs send, put to a dataset that has none of their fields: an answer or a fault that tells, never more. */
export function wildRows(): void {
  if (!existsSync(CORPUS)) {
    console.log(`skipped: questions of public programs, ${CORPUS} is absent`)
    return
  }
  test('in the wild: every request is answered or refused with a useful message', async t => {
    const statuses = new Map<string, number>()
    for (const request of requests()) {
      const spelt = spell(request)
      const { status, bytes } = await send(spelt)
      assert.ok(status === 200 || status === 400, `${request.id} ${spelt}\n${status} ${bytes}`)
      const valid = String(request.valid)
      statuses.set(`${valid} ${status}`, (statuses.get(`${valid} ${status}`) ?? 0) + 1)
      if (status === 200) continue
      const { error_code, message } = JSON.parse(bytes.toString()) as Members
      assert.ok(CODES.has(String(error_code)), `${request.id} ${bytes}`)
      assert.match(
        String(message),
        /^(ODSQL (syntax exception|query is malformed): .+\.|Invalid value for .+\.)$/s,
      )
    }
    t.diagnostic(`declared valid, and status: ${JSON.stringify(Object.fromEntries(statuses))}`)
  })

  test('in the wild: what is malformed by itself is refused here too', async () => {
    for (const request of requests().filter(({ valid }) => valid === false)) {
      const spelt = spell(request)
      assert.equal((await send(spelt)).status, 400, `${request.id} ${spelt}`)
    }
  })
}
