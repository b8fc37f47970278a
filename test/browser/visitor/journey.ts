import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import type { RunningDeployment } from '../../chaos/deployment.ts'
import { csvRecords } from './csv-records.ts'

type Values = Readonly<Record<string, unknown>>

/** What a visitor looks for on a portal, and what is known of the data. */
export interface Errand {
  readonly slug: string
  readonly language: string
  /** A word of the title, as a visitor types it. */
  readonly word: string
  readonly title: string
  readonly dataset: string
  /** A text in some of the records. */
  readonly text: string
  /** A condition, how many records it is true of, and what it says of each. */
  readonly where: string
  readonly count: number
  readonly holds: (values: Values) => boolean
  /** Whether the table has facets. */
  readonly facets: boolean
}

const TABLE_PAGE = 50

const numberIn = (text: string): number =>
  Number(/\d[\d\s.,\u00a0\u202f]*/.exec(text)?.[0].replace(/\D/g, ''))

/** The number that heads the results. */
const total = async (page: Page): Promise<number> =>
  numberIn((await page.locator('#results').textContent()) ?? '')

const rows = (page: Page): Promise<number> => page.locator('.panel tbody tr').count()

/** From the portal's bare address to a dataset: the language, a search, a facet, a title. */
async function findDataset(page: Page, origin: string, errand: Errand): Promise<void> {
  await page.goto(`${origin}/`)
  assert.equal(new URL(page.url()).pathname, `/${errand.language}/`)
  await page.locator('#q').fill(errand.word)
  await page.locator('.search button').click()
  const title = page.locator('.card-title a', { hasText: errand.title })
  await title.waitFor()
  assert.equal(await page.locator('.card').count(), await total(page))
  const facet = page.locator('.facet').nth(1).locator('li a', { hasText: /\d/ }).first()
  const counted = numberIn((await facet.locator('span').textContent()) ?? '')
  await facet.click()
  await page.waitForURL(/refine=publisher/)
  assert.equal(await total(page), counted)
  await page.locator('.chip').last().click()
  await title.click()
  assert.equal(await page.locator('h1').textContent(), errand.title)
}

/** The table: a search, a facet, a condition, an order, the next page; each beside what the API says. */
async function readTable(page: Page, errand: Errand, api: (query: Values) => Promise<Answer>): Promise<void> {
  await page.locator('.tabs a').nth(1).click()
  const all = (await api({ limit: 0 })).total_count
  assert.equal(await total(page), all)
  assert.equal(await rows(page), Math.min(all, TABLE_PAGE))
  await page.locator('#q').fill(errand.text)
  await page.locator('.filter button').click()
  await page.waitForURL(/q=/)
  const found = await api({ where: JSON.stringify(errand.text), limit: 0 })
  assert.ok(found.total_count > 0 && found.total_count < all, errand.text)
  assert.equal(await total(page), found.total_count)
  await page.locator('.chip').first().click()
  await useFacet(page, errand)
  await page.locator('.condition summary').click()
  await page.locator('#where').fill(errand.where)
  await page.locator('.filter button').click()
  await page.waitForURL(/where=/)
  assert.equal(await total(page), errand.count)
  await sortAndTurn(page, errand, api)
}

async function useFacet(page: Page, errand: Errand): Promise<void> {
  const facet = page.locator('.facet li a').first()
  assert.equal((await facet.count()) > 0, errand.facets)
  if (!errand.facets) return
  const counted = numberIn((await facet.locator('span').textContent()) ?? '')
  await facet.click()
  await page.waitForURL(/refine=/)
  assert.equal(await total(page), counted)
  assert.equal(await page.locator('.facet [aria-current]').count(), 1)
  await page.locator('.chip').first().click()
}

async function sortAndTurn(
  page: Page,
  errand: Errand,
  api: (query: Values) => Promise<Answer>,
): Promise<void> {
  const heads = page.locator('th a')
  const field = new URL((await heads.first().getAttribute('href')) ?? '', page.url()).searchParams.get('sort')
  await heads.first().click()
  await page.waitForURL(/sort=/)
  assert.equal(await page.locator('th[aria-sort="ascending"]').count(), 1)
  const sorted = await api({ where: errand.where, order_by: `\`${field}\``, limit: 1 })
  const first = page.locator('tbody tr').first().locator('td').first()
  assert.equal(numberOrText(await first.textContent()), numberOrText(sorted.results[0]?.[field ?? '']))
  await page.locator('th[aria-sort="ascending"] a').click()
  await page.waitForURL(/sort=-/)
  if (errand.count <= TABLE_PAGE) return
  await page.locator('.pager a[rel="next"]').click()
  await page.waitForURL(/page=2/)
  assert.equal(await total(page), errand.count)
  assert.equal(await rows(page), Math.min(errand.count - TABLE_PAGE, TABLE_PAGE))
}

const numberOrText = (value: unknown): string => String(value ?? '').replace(/[\u00a0\u202f]/g, '')

/** The download holds the records of the filter, all of them and no more. */
async function download(page: Page, errand: Errand, fields: readonly string[]): Promise<void> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.actions .button.main').click(),
  ])
  assert.equal(file.suggestedFilename(), `${errand.dataset}.csv`)
  const [header = [], ...records] = csvRecords(await readFile(await file.path(), 'utf8'), ';')
  assert.deepEqual(header, fields)
  assert.equal(records.length, errand.count)
  for (const record of records) {
    const values = Object.fromEntries(header.map((name, index) => [name, record[index]]))
    assert.ok(errand.holds(values), JSON.stringify(values))
  }
}

interface Answer {
  readonly total_count: number
  readonly results: readonly Values[]
}

/** The request that the API tab shows answers with the records of the filter. */
async function callApi(page: Page, errand: Errand, deployment: RunningDeployment): Promise<void> {
  await page.locator('.tabs a').nth(3).click()
  const shown = new URL((await page.locator('.code').first().textContent()) ?? '')
  assert.equal(shown.searchParams.get('where'), errand.where)
  const { status, body } = await deployment.ask(shown.hostname, `${shown.pathname}${shown.search}`)
  assert.equal(status, 200)
  const answer: Answer = JSON.parse(body)
  assert.equal(answer.total_count, errand.count)
  assert.equal(answer.results.length, Math.min(errand.count, 20))
  for (const record of answer.results) assert.ok(errand.holds(record), JSON.stringify(record))
}

/** The whole way of a visitor, by links and forms only: it is the same with and without scripts. */
export async function makeJourney(page: Page, deployment: RunningDeployment, errand: Errand): Promise<void> {
  const host = `${errand.slug}.localhost`
  const root = `/api/explore/v2.1/catalog/datasets/${errand.dataset}`
  const api = async (query: Values): Promise<Answer> => {
    const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
    const { status, body } = await deployment.ask(host, `${root}/records?${text}`)
    assert.equal(status, 200, body)
    return JSON.parse(body)
  }
  const { body } = await deployment.ask(host, root)
  const { fields }: { fields: readonly { readonly name: string }[] } = JSON.parse(body)
  await findDataset(page, `http://${host}:${deployment.port}`, errand)
  await readTable(page, errand, api)
  await download(
    page,
    errand,
    fields.map(({ name }) => name),
  )
  await callApi(page, errand, deployment)
}
