import { CATALOG_SORTS, type CatalogModel } from '../models/catalog-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Card } from '../ui/card.tsx'
import { Chips } from '../ui/chips.tsx'
import { Empty } from '../ui/empty.tsx'
import { Facets } from '../ui/facets.tsx'
import { HiddenParams } from '../ui/hidden-params.tsx'
import { Layout } from '../ui/layout.tsx'
import { Pages } from '../ui/pages.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { exploreUrl, paramsQuery } from '../urls.ts'

interface CatalogProps {
  readonly ctx: PageContext
  readonly model: CatalogModel
}

/** `/{lang}/explore/`: search, facets, cards. */
export const CatalogPage = ({ ctx, model }: CatalogProps) => {
  const { t } = ctx
  const { params, totals, unfiltered } = model
  return (
    <Layout
      ctx={ctx}
      title={params.q === '' ? t('nav.catalog') : t('catalog.title.search', { q: params.q })}
      description={t('catalog.description', { title: ctx.portal.title.text })}
      search={unfiltered ? paramsQuery({ page: params.page }) : ''}
      hidden={!unfiltered || params.sort !== '' || params.all !== ''}
    >
      <div class={unfiltered ? 'hero' : 'hero slim'}>
        <div class="shell">
          <h1 class={unfiltered ? undefined : 'hush'}>{t('catalog.title')}</h1>
          {unfiltered && totals.datasets > 0 && (
            <p class="lead">
              {t('catalog.totals', { datasets: totals.datasets, publishers: totals.publishers })}
            </p>
          )}
          <SearchBox ctx={ctx} params={params} />
        </div>
      </div>
      <div class={model.facets.length > 0 ? 'shell split' : 'shell unsplit'}>
        {model.facets.length > 0 && (
          <aside aria-label={t('filters.label')}>
            <Facets ctx={ctx} facets={model.facets} active={params.refine.length} level={2} />
          </aside>
        )}
        <Results ctx={ctx} model={model} />
      </div>
    </Layout>
  )
}

const Results = ({ ctx, model }: CatalogProps) => (
  <section aria-labelledby="results">
    <div class="results-head">
      <h2 id="results">{ctx.t('count.datasets', { count: model.total })}</h2>
      {model.total > 1 && <SortForm ctx={ctx} model={model} />}
      <Chips ctx={ctx} chips={model.chips} clearHref={model.clearHref} />
    </div>
    {model.cards.length === 0 ? (
      <NothingFound ctx={ctx} model={model} />
    ) : (
      <ul class="cards">
        {model.cards.map(card => (
          <Card ctx={ctx} card={card} />
        ))}
      </ul>
    )}
    <Pages ctx={ctx} pager={model.pager} />
    {model.exports.length > 0 && model.cards.length > 0 && (
      <p class="list-as">
        {ctx.t('catalog.exports')}{' '}
        {model.exports.map(link => (
          <a href={link.href}>{link.label}</a>
        ))}
      </p>
    )}
  </section>
)

const SortForm = ({ ctx, model }: CatalogProps) => (
  <v-submit>
    <form class="sort" action={exploreUrl(ctx.language)} method="get">
      <HiddenParams params={{ q: model.params.q, refine: model.params.refine }} />
      <label for="sort">{ctx.t('sort.label')}</label>
      <select id="sort" name="sort">
        {CATALOG_SORTS.filter(sort => sort !== 'relevance' || model.params.q !== '').map(sort => (
          <option value={sort} selected={sort === model.sort}>
            {ctx.t(`sort.${sort}`)}
          </option>
        ))}
      </select>
      <button class="button" type="submit">
        {ctx.t('sort.go')}
      </button>
    </form>
  </v-submit>
)

const NothingFound = ({ ctx, model }: CatalogProps) => {
  const { t } = ctx
  if (model.totals.datasets === 0)
    return (
      <Empty title={t('portal.empty.title')}>
        <p>{t('portal.empty.text')}</p>
      </Empty>
    )
  return (
    <Empty title={t('catalog.nothing.title')}>
      <p>{t('catalog.nothing.text')}</p>
      <ul>
        {model.chips.map(chip => (
          <li>
            <a href={chip.href}>{t('catalog.nothing.without', { about: chip.about, value: chip.label })}</a>
          </li>
        ))}
        <li>
          <a href={model.clearHref}>{t('catalog.nothing.all', { count: model.totals.datasets })}</a>
        </li>
      </ul>
    </Empty>
  )
}
