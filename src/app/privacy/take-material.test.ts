import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PortalConfig } from '../../core/portal/portal.ts'
import type { ServiceSettings } from '../../core/privacy/services/service-settings.ts'
import type { StoredMaterial } from '../ports/consent-store.ts'
import { NOTHING_ASKED, takeMaterial } from './take-material.ts'

const portal = (services: ServiceSettings | undefined, configVersion = 1) => {
  const config: PortalConfig = {
    ...{ slug: 'town', hosts: ['town.localhost'], title: { en: 'Town' }, description: {}, brand: '#0b5d5e' },
    languages: ['en'],
    legal: { name: 'Town', address: 'Street 1', email: 'town@example.org', country: 'BE' },
    ...(services === undefined ? {} : { services }),
  }
  return { id: 7, config, configVersion }
}

/** A portal's materials as one list. */
function kept() {
  const rows: StoredMaterial[] = []
  return {
    rows,
    addMaterial: (row: Omit<StoredMaterial, 'since'>) => {
      const known = rows.find(({ seq }) => seq >= row.seq)
      if (known === undefined) rows.push({ ...row, since: '2026-11-20T00:00:00Z' })
      return Promise.resolve(known ?? { ...row, since: '2026-11-20T00:00:00Z' })
    },
  }
}

test('P01: a portal that asks for nothing writes nothing down', async () => {
  const store = kept()
  assert.equal(await takeMaterial(store, portal(undefined), undefined), NOTHING_ASKED)
  assert.deepEqual(store.rows, [])
})

test('P17, P18: a service that comes is the next revision, one that goes is not', async () => {
  const store = kept()
  const first = await takeMaterial(store, portal({ known: ['youtube'] }), undefined)
  assert.deepEqual([first.revision, first.asked.map(({ id }) => id)], [1, ['youtube']])
  const second = await takeMaterial(store, portal({ known: ['youtube', 'vimeo'] }, 2), store.rows.at(-1))
  assert.equal(second.revision, 2)
  const gone = await takeMaterial(store, portal({}, 3), store.rows.at(-1))
  assert.deepEqual([gone.revision, gone.asked], [2, []])
  assert.deepEqual(
    store.rows.map(({ seq, detail }) => [seq, detail.revision]),
    [
      [1, 1],
      [2, 2],
      [3, 2],
    ],
  )
})

test('the same settings again write nothing down', async () => {
  const store = kept()
  await takeMaterial(store, portal({ known: ['youtube'] }), undefined)
  const again = await takeMaterial(store, portal({ known: ['youtube'] }, 5), store.rows.at(-1))
  assert.equal(again.revision, 1)
  assert.equal(store.rows.length, 1)
})

test('a process that has not seen the newest settings does not turn them back', async () => {
  const store = kept()
  await takeMaterial(store, portal({ known: ['youtube', 'vimeo'] }, 2), undefined)
  const late = await takeMaterial(store, portal({ known: ['youtube'] }, 1), store.rows.at(-1))
  assert.equal(late.revision, 1)
  assert.equal(store.rows.length, 1)
})

test('of two processes that take the same change in, both serve what the faster one kept', async () => {
  const store = kept()
  const [a, b] = await Promise.all([
    takeMaterial(store, portal({ known: ['youtube'] }), undefined),
    takeMaterial(store, portal({ known: ['youtube'] }), undefined),
  ])
  assert.deepEqual([a.revision, b.revision, store.rows.length], [1, 1, 1])
})
