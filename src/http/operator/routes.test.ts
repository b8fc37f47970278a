import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMetrics } from './metrics.ts'
import { operatorRoutes } from './routes.ts'

const metrics = openMetrics({ inFlight: () => 0, portals: () => 1, children: () => ({}) })

function metricsRow(metricsToken: string | null) {
  const row = operatorRoutes({ metrics, metricsToken, unready: async () => [] }).find(
    ({ name }) => name === 'metrics',
  )
  assert.ok(row !== undefined)
  return async (asked: { local?: boolean; host?: string | null; authorization?: string }) => {
    const { local = false, host = null, authorization } = asked
    return (await row.handle({ local, host, authorization, path: '/metrics' })).status
  }
}

test('figures without a token: for this machine, asked by a name of its own', async () => {
  const ask = metricsRow(null)
  for (const host of ['localhost', '127.0.0.1', '[::1]'])
    assert.equal(await ask({ local: true, host }), 200, host)
  for (const host of ['data.example.org', 'town.localhost', 'localhost.evil.example', null])
    assert.equal(await ask({ local: true, host }), 404, String(host))
  assert.equal(await ask({ local: false, host: 'localhost' }), 404)
})

test('figures with a token: for whoever has it, from anywhere, and for nobody else here', async () => {
  const ask = metricsRow('s3cret')
  assert.equal(await ask({ host: 'data.example.org', authorization: 'Bearer s3cret' }), 200)
  for (const authorization of ['Bearer s3cre', 'Bearer s3cretx', 'bearer s3cret', 's3cret', ''])
    assert.equal(await ask({ local: true, host: 'localhost', authorization }), 404, authorization)
})
