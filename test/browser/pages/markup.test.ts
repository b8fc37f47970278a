import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DatasetOverviewPage } from '../../../src/http/web/front/dataset-overview-page.tsx'
import type { PageContext } from '../../../src/http/web/models/page-context.ts'
import { renderPage } from '../../../src/http/web/render.ts'
import { sampleCard } from './sample-catalog.ts'
import { sampleOverview } from './sample-dataset.ts'
import { SAMPLE_PAGES, sampleContext } from './sample-pages.tsx'

const ASSETS = {
  styles: '/assets/main-X.css',
  script: '/assets/loader-X.js',
  icons: '/assets/icons-X.svg',
  favicon: '/assets/favicon-X.svg',
}

const render = (name: string, ctx: PageContext): string => {
  const page = SAMPLE_PAGES[name]
  assert.ok(page, name)
  return renderPage(page(ctx))
}

describe('markup of every page', () => {
  for (const name of Object.keys(SAMPLE_PAGES))
    test(name, () => {
      for (const language of ['en', 'fr', 'nl', 'de', 'ar']) {
        const html = render(name, sampleContext(language, ASSETS))
        const dir = language === 'ar' ? 'rtl' : 'ltr'
        assert.ok(html.startsWith(`<!doctype html><html lang="${language}" dir="${dir}">`))
        assert.equal(html.match(/<h1[ >]/g)?.length, 1, 'one h1')
        assert.equal(html.match(/<main[ >]/g)?.length, 1, 'one main')
        assert.match(html, /<title>[^<]+<\/title>/)
        assert.doesNotMatch(html, /\sstyle=/, 'no inline style')
        assert.doesNotMatch(html, /<style/)
        assert.doesNotMatch(html, /\son[a-z]+="/, 'no handler')
        assert.doesNotMatch(html, /href="javascript/i)
        const said = html.replaceAll(/<code[^>]*>.*?<\/code>/gs, '')
        assert.doesNotMatch(said, /undefined|\[object|NaN|\{[a-z]+\}/, 'every hole is filled')
        for (const [script] of html.matchAll(/<script[^>]*>/g))
          assert.match(script, /src="\/assets\/|type="application\/(?:ld\+)?json"/)
        const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(match => match[1])
        assert.equal(new Set(ids).size, ids.length, `ids are unique: ${ids}`)
      }
    })

  test('it is the same bytes for the same model', () => {
    const ctx = sampleContext('fr', ASSETS)
    assert.equal(render('catalog', ctx), render('catalog', ctx))
  })

  test('budget: the catalogue is at most 60 KB of HTML', () => {
    assert.ok(render('catalog', sampleContext('ar', ASSETS)).length <= 60_000)
  })
})

describe('what search engines read', () => {
  test('canonical and alternates of a page that may be found', () => {
    const html = render('overview', sampleContext('fr', ASSETS, { path: '/fr/explore/dataset/x/' }))
    const at = (lang: string) => `https://data.exville.example/${lang}/explore/dataset/x/`
    assert.match(html, new RegExp(`<link rel="canonical" href="${at('fr')}"/>`))
    for (const lang of ['en', 'fr', 'nl', 'de', 'ar'])
      assert.match(html, new RegExp(`<link rel="alternate" hreflang="${lang}" href="${at(lang)}"/>`))
    assert.match(html, new RegExp(`hreflang="x-default" href="${at('en')}"`))
    assert.match(html, /<meta property="og:title" content="Bike counters, hourly · Exville Open Data"\/>/)
  })

  test('filtered pages and errors are left out', () => {
    for (const name of ['catalog-filtered', 'table-filtered', 'not-found', 'portals', 'unknown-host']) {
      const html = render(name, sampleContext('en', ASSETS))
      assert.match(html, /<meta name="robots" content="noindex"\/>/, name)
      assert.doesNotMatch(html, /rel="canonical"|rel="alternate" hreflang/, name)
    }
  })

  test('the dataset as structured data, which no text can leave', () => {
    const ctx = sampleContext('en', ASSETS)
    const model = sampleOverview(ctx)
    const hostile = '</script><script>alert(1)</script>'
    const html = renderPage(
      DatasetOverviewPage({
        ctx,
        model: { ...model, head: { ...model.head, title: { text: hostile, lang: 'en' } } },
      }),
    )
    const block = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
    const data: unknown = JSON.parse(block)
    assert.equal(Reflect.get(Object(data), 'name'), hostile)
    assert.equal(Reflect.get(Object(data), '@type'), 'Dataset')
    assert.doesNotMatch(html, /<script>alert/)
  })
})

describe('texts of publishers', () => {
  test('are escaped and carry their language', () => {
    const ctx = sampleContext('fr', ASSETS)
    const html = render('catalog', ctx)
    assert.match(html, /<bdi lang="en">Trees of the city<\/bdi>/)
    assert.match(html, /<bdi lang="ar">مواقف السيارات العامة<\/bdi>/)
    assert.doesNotMatch(render('catalog', sampleContext('en', ASSETS)), /<bdi lang="en">Trees/)
    assert.equal(sampleCard(0).title.text, 'Trees of the city')
  })
})
