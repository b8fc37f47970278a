import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Members, queryString, send } from './ask-city.ts'
import { TOWN } from './city.ts'
import { CORPUS, oldRequests } from './old-requests.ts'

/** What programs send to versions before v2.1, as it was sent but for the name of the dataset. */
export function oldWildRows(): void {
  const requests = oldRequests()
  if (requests.length === 0) console.log(`skipped: old questions of public programs, ${CORPUS} is absent`)
  for (const { id, dataset, path, params, valid } of requests)
    test(`in the wild, v2.0: ${id} ${path}`, async () => {
      const spelt = `${dataset === null ? path : path.replace(dataset, 'old-requests')}${queryString(params)}`
      const { status, bytes, headers } = await send(spelt, { host: TOWN })
      const allowed = valid === true ? [200] : [200, 400]
      assert.ok(allowed.includes(status), `${spelt}\n${status} ${bytes}`)
      assert.match(String(headers['ods-explore-api-deprecation']), /v2\.0/)
      assert.ok(
        Array.isArray(JSON.parse(bytes.toString())) || 'links' in (JSON.parse(bytes.toString()) as Members),
      )
    })
}
