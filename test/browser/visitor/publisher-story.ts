import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { RunningDeployment } from '../../chaos/deployment.ts'

const SPECIES = ['Platane', 'Tilleul', 'Chêne']
const trees = (count: number): string =>
  `species,height\n${Array.from({ length: count }, (_, i) => `${SPECIES[i % 3]},${i / 2}`).join('\n')}\n`

/** A server takes in what other processes change when it looks next, which is soon: asks until then. */
async function soon<T>(ask: () => Promise<T>, expected: T): Promise<void> {
  let found = await ask()
  for (let tries = 0; tries < 40 && found !== expected; tries++) {
    await sleep(250)
    found = await ask()
  }
  assert.equal(found, expected)
}

/** `vitrine publish`, `rename`, `unpublish`, `revisions`, `restore` beside the running server, seen by a reader. */
export async function publishAndRegret(page: Page, deployment: RunningDeployment): Promise<void> {
  const origin = `http://datastro.localhost:${deployment.port}`
  const file = join(deployment.home, 'trees.csv')
  const vitrine = (...words: readonly string[]): unknown =>
    JSON.parse(deployment.command(...words, '--portal', 'datastro', '--json'))
  const statusOf = async (id: string): Promise<number | undefined> =>
    (await page.goto(`${origin}/en/explore/dataset/${id}/`))?.status()
  const records = async (id: string): Promise<string | null> => {
    await page.goto(`${origin}/en/explore/dataset/${id}/table/`)
    return page.locator('#results').textContent()
  }

  await writeFile(file, trees(120))
  const published = Object(vitrine('publish', file, '--title', 'Arbres de l’avenue'))
  assert.deepEqual([published.datasetId, published.revision, published.recordsLoaded], ['trees', 1, 120])
  const found = async (): Promise<string> => {
    await page.goto(`${origin}/fr/explore/?q=avenue`)
    return (await page.locator('.card-title').allTextContents()).join()
  }
  await soon(found, 'Arbres de l’avenue')
  assert.equal(await records('trees'), '120 records')

  await writeFile(file, trees(150))
  assert.equal(Object(vitrine('publish', file, '--id', 'trees')).revision, 2)
  await soon(() => records('trees'), '150 records')

  vitrine('rename', 'trees', 'avenue-trees')
  const leadsTo = async (): Promise<string> => {
    assert.equal(await statusOf('trees'), 200)
    return new URL(page.url()).pathname
  }
  await soon(leadsTo, '/en/explore/dataset/avenue-trees/')

  vitrine('unpublish', 'avenue-trees')
  await soon(() => statusOf('avenue-trees'), 404)
  assert.equal(await page.locator('.search input').inputValue(), 'avenue trees')
  assert.equal(await found(), '')

  const revisions = vitrine('revisions', 'avenue-trees')
  assert.ok(Array.isArray(revisions))
  assert.deepEqual(
    revisions.map(({ number, recordsCount, current }) => [number, recordsCount, current]),
    [
      [2, 150, false],
      [1, 120, false],
    ],
  )
  vitrine('restore', 'avenue-trees', '1')
  await soon(() => records('avenue-trees'), '120 records')
  assert.equal(await page.locator('h1').textContent(), 'Arbres de l’avenue')
}
