/**
 * Pages a second on one core, from a filled model to the text that is sent. Goal for the catalogue with 20 cards
 * and 6 facets: at least 2,000 (design.md §5). `node --import tsx bench/pages.ts [seconds a page]`
 */

import { renderPage } from '../src/http/web/render.ts'
import { sampleCatalog } from '../test/browser/pages/sample-catalog.ts'
import { SAMPLE_PAGES, sampleContext } from '../test/browser/pages/sample-pages.tsx'

const seconds = Number(process.argv[2] ?? 2)
const assets = { styles: '/a.css', script: '/a.js', icons: '/i.svg', favicon: '/f.svg' }
const ctx = sampleContext('fr', assets)

/** CPU microseconds of one call, by batches of 20 ms: the best of them and the middle one. */
function cost(make: () => string): { readonly best: number; readonly median: number } {
  const batches: number[] = []
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    const started = process.cpuUsage()
    const stop = performance.now() + 20
    let calls = 0
    for (; performance.now() < stop; calls++) make()
    const used = process.cpuUsage(started)
    batches.push((used.user + used.system) / calls)
  }
  const warm = batches.slice(Math.floor(batches.length / 4)).sort((a, b) => a - b)
  return { best: warm[0] ?? 0, median: warm[Math.floor(warm.length / 2)] ?? 0 }
}

const rate = (micros: number): string => String(Math.round(1_000_000 / micros)).padStart(7)

const report = (name: string, make: () => string): void => {
  const { best, median } = cost(make)
  process.stdout.write(
    `${name.padEnd(14)} best ${rate(best)}/s, median ${rate(median)}/s, ${make().length} characters\n`,
  )
}

for (const name of ['catalog', 'overview', 'table', 'export', 'home', 'not-found']) {
  const page = SAMPLE_PAGES[name]
  if (page) report(name, () => renderPage(page(ctx)))
}
report('catalog model', () => String(sampleCatalog(ctx).cards.length))
