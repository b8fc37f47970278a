import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type DatasetRules, OPEN_RULES } from '../../src/core/dataset/rules.ts'
import { archiveOf, PAPER, picture } from './archives.ts'
import { ROOT, type Served } from './served.ts'
import { idOf, treesOf } from './values.ts'

const STAFF_CSV = [
  'name;region;age;photo;paper',
  'Ada;north;30;ada.png;',
  'Ben;south;40;ben.png;contract.pdf',
  'Cleo;south;old;cleo.png;',
  ...Array.from({ length: 25 }, (_, i) => `P${i};west;${i};;`),
].join('\n')

/** §2: a file is for whoever sees a record that has it. */
export function accessRows(opened: () => Served): void {
  const photos: Record<string, Buffer> = {}
  const asked = async (
    dataset: string,
    bytes: Uint8Array | undefined,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const path = `${ROOT}/${dataset}/files/${idOf(bytes ?? Buffer.of())}`
    return [
      (await opened().send(path, headers)).status,
      (await opened().send(`${path}/40`, headers)).status,
    ] as const
  }

  /** Rules that the server knows of: by then the records answer so. */
  const ruled = async (rules: Partial<DatasetRules>, status: number): Promise<void> => {
    await opened().application.saveRules('files', 'staff', { ...OPEN_RULES, ...rules })
    for (let i = 0; i < 100 && (await opened().send(`${ROOT}/staff/records`)).status !== status; i++)
      await sleep(50)
  }

  test('a dataset with something to hide', async () => {
    for (const [name, colour] of [
      ['ada', '#f00'],
      ['ben', '#0f0'],
      ['cleo', '#00f'],
    ] as const)
      photos[name] = await picture('png', [50, 50], { colour })
    const { ada, ben, cleo } = photos
    assert.ok(ada && ben && cleo)
    const files = { 'ada.png': ada, 'ben.png': ben, 'cleo.png': cleo, 'contract.pdf': PAPER }
    const bytes = await archiveOf({ 'staff.csv': STAFF_CSV, ...files })
    const options = { types: { age: 'int', photo: 'file', paper: 'file' } } as const
    const staff = await opened().publish('staff', { name: 'staff.zip', bytes }, { options })
    assert.deepEqual(staff.report?.quarantineSample, [
      { line: 4, field: 'age', value: 'old', reason: 'cast_int' },
    ])
    assert.deepEqual(await asked('staff', photos.ada), [200, 200])
    assert.deepEqual(await asked('trees', photos.ada), [404, 404], 'another dataset has it')
  })

  test('a file of a record in quarantine is nobody’s', async () => {
    assert.deepEqual(await asked('staff', photos.cleo), [404, 404])
  })

  test('a dataset that is not for everyone has no files for everyone', async () => {
    await ruled({ visibility: 'restricted' }, 404)
    assert.deepEqual(await asked('staff', photos.ada), [404, 404])
    assert.deepEqual(await asked('staff', PAPER), [404, 404])
  })

  test('a key that sees some records gets their files and no others', async () => {
    const north = await opened().key({ datasets: ['staff'], where: 'region = "north"' })
    assert.deepEqual([...(await treesOf(opened(), 'staff', north)).keys()], ['Ada'])
    assert.deepEqual(await asked('staff', photos.ada, north), [200, 200])
    assert.deepEqual(await asked('staff', photos.ben, north), [404, 404])
    assert.deepEqual(await asked('staff', PAPER, north), [404, 404])
    const all = await opened().key({ datasets: ['staff'] })
    assert.deepEqual(await asked('staff', photos.ben, all), [200, 200])
    assert.deepEqual(await asked('staff', PAPER, all), [200, 404])
    const path = `${ROOT}/staff/files/${idOf(photos.ada ?? PAPER)}`
    for (const end of ['', '/40'])
      assert.equal((await opened().send(`${path}${end}`, all)).headers['cache-control'], 'private, no-cache')
  })

  test('a key that does not see the field gets none of its files, in whatever field they are hidden', async () => {
    const papers = await opened().key({ datasets: ['staff'], fields: ['name', 'paper'] })
    assert.deepEqual(await asked('staff', PAPER, papers), [200, 404])
    assert.deepEqual(await asked('staff', photos.ben, papers), [404, 404])
    const names = await opened().key({ datasets: ['staff'], fields: ['name'] })
    assert.deepEqual(await asked('staff', PAPER, names), [404, 404])
    const both = await opened().key({ datasets: ['staff'], fields: ['photo'], where: 'region = "north"' })
    assert.deepEqual(await asked('staff', photos.ada, both), [200, 200])
    assert.deepEqual(await asked('staff', photos.ben, both), [404, 404])
  })

  test('identifiers of records that a key sees in part do not change with the host', async () => {
    const key = await opened().key({ datasets: ['staff'], fields: ['name', 'photo'] })
    const ids = async (host: string) => {
      const path = `${ROOT}/staff/records?include_app_metas=true&limit=3`
      const { results } = await opened().json<{ results: { _id: string }[] }>(path, {
        ...key,
        host: `${host}:${opened().port}`,
      })
      return results.map(({ _id }) => _id)
    }
    assert.deepEqual(await ids('files.localhost'), await ids('other.localhost'))
  })

  test('a dataset whose data is kept back refuses files, those that are not there too', async () => {
    await ruled({ dataVisible: false }, 403)
    assert.deepEqual(await asked('staff', photos.ada), [403, 403])
    assert.deepEqual(await asked('staff', Buffer.from('nothing')), [403, 403])
  })
}
