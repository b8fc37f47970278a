import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from '../browser/pages/chromium.ts'
import { TREES } from '../explore/trees.ts'
import { cityOrigin } from './city-fetch.ts'

const need = createRequire(import.meta.url)
const SCRIPTS: Readonly<Record<string, string>> = {
  '/api-client.js': need.resolve('@opendatasoft/api-client'),
  '/visualizations.js': need.resolve('@opendatasoft/visualizations'),
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>Elsewhere</title>
<link rel="icon" href="data:,">
<script>window.process = { env: {} } // which bundlers bring</script>
<script src="/api-client.js"></script><script src="/visualizations.js"></script>
<body><div id="chart"></div><div id="kpi"></div><div id="text"></div></body>`

/** A site elsewhere that shows the city's data: another origin, so that everything goes through CORS. */
function serveSite(): Promise<Server> {
  const { promise, resolve } = Promise.withResolvers<Server>()
  const server = createServer(({ url = '' }, answer) => {
    const script = SCRIPTS[url]
    if (script === undefined) answer.setHeader('content-type', 'text/html').end(PAGE)
    else answer.setHeader('content-type', 'text/javascript').end(readFileSync(script))
  })
  server.listen(0, '127.0.0.1', () => resolve(server))
  return promise
}

/** What the page is told to draw; run in the browser, with the two packages as globals. */
const DRAW = (origin: string): string => `(async () => {
  const { ApiClient, fromCatalog } = opendatasoft.apiclient
  const { Chart, KpiCard, MarkdownText } = opendatasoft.visualizations
  const client = new ApiClient({ domain: ${JSON.stringify(origin)} })
  const trees = fromCatalog().dataset('city-trees')
  const groups = await client.get(trees.records().select('count(*) as n').groupBy('species')
    .where('species is not null and age < 150').orderBy('-n, species'))
  new Chart(document.getElementById('chart'), { value: groups.results }, {
    labelColumn: 'species', ariaLabel: 'Trees by species',
    series: [{ type: 'bar', valueColumn: 'n', backgroundColor: 'rgb(255, 0, 0)', label: 'Trees' }],
    title: { text: 'Trees by species' },
  })
  const [{ oldest }] = (await client.get(trees.records().select('max(age) as oldest').limit(1))).results
  new KpiCard(document.getElementById('kpi'), { value: oldest }, { title: 'Oldest tree', prefix: 'about ', suffix: ' years' })
  const dataset = await client.get(trees.itself())
  new MarkdownText(document.getElementById('text'), { value: '# ' + dataset.metas.default.title }, {})
})()`

/** Bars as drawn: their labels, their heights, and whether red stands where they are. */
const DRAWN = `(() => {
  const canvas = document.querySelector('#chart canvas')
  const chart = opendatasoft.visualizations._ChartJs.Chart.getChart(canvas)
  const context = canvas.getContext('2d')
  return chart.getDatasetMeta(0).data.map((bar, i) => ({
    label: String(chart.data.labels[i]),
    height: chart.scales.y.bottom - bar.y,
    colour: [...context.getImageData(bar.x * devicePixelRatio, (bar.y + 3) * devicePixelRatio, 1, 1).data].slice(0, 3).join(),
  }))
})()`

interface Bar {
  readonly label: string
  readonly height: number
  readonly colour: string
}

export function visualizationRows(): void {
  const executable = chromiumPath()
  if (executable === undefined) {
    test('visualizations of another site', { skip: CHROMIUM_NEEDED })
    return
  }
  let site: Server
  let browser: Awaited<ReturnType<typeof openBrowser>>
  before(async () => {
    site = await serveSite()
    browser = await openBrowser(executable)
  })
  after(async () => {
    await browser?.close()
    site?.close()
  })

  test('visualizations: a site elsewhere draws the data', async () => {
    const context = await browser.context({ viewport: { width: 800, height: 800 } })
    const page = await context.newPage()
    const broken: string[] = []
    page.on('console', message => message.type() === 'error' && broken.push(message.text()))
    page.on('pageerror', error => broken.push(error.message))
    await open(page, site)
    await page.evaluate(DRAW(cityOrigin()))
    await page.waitForSelector('#chart canvas')
    const bars: readonly Bar[] = await page.evaluate(DRAWN)
    const counted = Map.groupBy(
      TREES.filter(({ species, age }) => species !== null && age !== null && age < 150),
      ({ species }) => species ?? '',
    )
    const expected = [...counted]
      .map(([label, trees]) => ({ label, count: trees.length }))
      .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label, 'en'))
    assert.deepEqual(
      bars.map(({ label }) => label),
      expected.map(({ label }) => label),
    )
    for (const [i, bar] of bars.entries()) {
      assert.equal(bar.colour, '255,0,0', bar.label)
      const share = (expected[i]?.count ?? 0) / (expected[0]?.count ?? 1)
      assert.ok(Math.abs(bar.height / (bars[0]?.height ?? 1) - share) < 0.02, `${bar.label} ${bar.height}`)
    }
    assert.match(String(await page.textContent('#kpi')), /Oldest tree\s*about\s*198\s*years/)
    assert.equal(await page.textContent('#text h1'), 'City trees')
    assert.deepEqual(broken, [])
    await context.close()
  })
}

async function open(page: Page, server: Server): Promise<void> {
  const address = server.address()
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`)
}
