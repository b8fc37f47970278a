import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RunningDeployment } from '../chaos/deployment.ts'
import { assertRows } from '../golden/odsql/oracle/agree.ts'
import { answer } from '../golden/odsql/oracle/answer.ts'
import { Open } from '../golden/odsql/oracle/tree.ts'
import { actualOf, questionOf, rowsOf } from './answers.ts'
import { CORPUS_PLACE, readCorpus, spell, type WildRequest } from './corpus.ts'
import { buildDatasets } from './datasets.ts'
import { HOST, openPortal } from './portal.ts'

/** Valid, and refused all the same: argued in `docs/explore-api.md`. */
const REFUSED = new Map([
  [155, 'structures in a table of datasets'],
  [375, 'metadata that is not kept: the names of the places of a dataset'],
])
const FAULTS = new Set(['ODSQLSyntaxError', 'ODSQLError', 'InvalidRESTParameterError'])
/** Shares of the valid requests. */
const ANSWERED = 0.99
const WITH_ROWS = 0.9
/** Share of those that the oracle has words for. */
const COMPARED = 0.6

interface Answered {
  readonly request: WildRequest
  readonly status: number
  readonly body: string
}

const corpus = readCorpus()
const datasets = buildDatasets(corpus, Date.now())
const answered: Answered[] = []
let portal: RunningDeployment & AsyncDisposable

/** A look-up names a record of the original: here the first of the dataset stands in. */
async function pathOf(request: WildRequest): Promise<string> {
  if (request.endpoint !== 'record') return spell(request)
  const root = request.path.replace(/\/[^/]*\/?$/, '')
  const { body } = await portal.ask(HOST, `${root}?select=recordid&limit=1`)
  const { results } = JSON.parse(body) as { results: readonly { recordid: string }[] }
  return `${root}/${results[0]?.recordid}`
}

const say = ({ request, status, body }: Answered): string =>
  `${request.id} ${spell(request)}\n${status} ${body.slice(0, 400)}`
const valid = (): readonly Answered[] => answered.filter(({ request }) => request.valid === true)

if (corpus.length === 0) test('requests of public programs', t => t.skip(`${CORPUS_PLACE} is absent`))
else {
  before(async () => {
    portal = await openPortal(datasets)
    for (const request of corpus) {
      const { status, body } = await portal.ask(HOST, await pathOf(request))
      answered.push({ request, status, body })
    }
  })
  after(() => portal[Symbol.asyncDispose]())

  test('in the wild: valid requests are answered, but for those argued', t => {
    const refused = valid().filter(({ status }) => status !== 200)
    assert.deepEqual(refused.filter(({ request }) => !REFUSED.has(request.id)).map(say), [])
    assert.ok(refused.length <= (1 - ANSWERED) * valid().length, `${refused.length} of ${valid().length}`)
    t.diagnostic(`${valid().length - refused.length} of ${valid().length} valid requests answered`)
  })

  test('in the wild: valid requests find rows', t => {
    const empty = valid().filter(one => one.status === 200 && rowsOf(one.body, one.request) === 0)
    for (const { request } of empty) t.diagnostic(`no rows: ${request.id}`)
    assert.ok(empty.length <= (1 - WITH_ROWS) * valid().length, empty.map(say).join('\n'))
  })

  test('in the wild: invalid requests are refused with a useful message', () => {
    for (const one of answered.filter(({ request }) => request.valid === false)) {
      assert.equal(one.status, 400, say(one))
      const { error_code, message } = JSON.parse(one.body) as { error_code: string; message: string }
      assert.ok(FAULTS.has(error_code), say(one))
      assert.match(message, /^(ODSQL (syntax exception|query is malformed): .+\.|Invalid value for .+\.)$/s)
    }
  })

  test('in the wild: nothing is answered with less than a fault that tells', () => {
    for (const one of answered) assert.ok([200, 400, 404].includes(one.status), say(one))
  })

  test('in the wild: rows are those that plain loops find', t => {
    const worlds = new Map(datasets.map(({ id, world }) => [id, world]))
    const told = valid().filter(({ status }) => status === 200)
    let compared = 0
    const wrong: string[] = []
    for (const one of told) {
      const world = worlds.get(one.request.dataset ?? '')
      const question = questionOf(one.request)
      if (world === undefined || question === null) continue
      try {
        const fields = Object.fromEntries(world.fields.map(({ name, type }) => [name, type]))
        assertRows(actualOf(one.body, { ...one.request, fields }), answer(world, question), question)
        compared++
      } catch (error) {
        if (!(error instanceof Open))
          wrong.push(`${say(one)}\n${error instanceof Error ? error.message : error}`)
      }
    }
    t.diagnostic(`${compared} of ${told.length} answers compared`)
    assert.deepEqual(wrong, [])
    assert.ok(compared >= COMPARED * told.length, String(compared))
  })
}
