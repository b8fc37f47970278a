import type { HomeModel } from '../models/home-model.ts'
import type { PageContext } from '../models/page-context.ts'
import type { CountedLink } from '../models/text.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Layout } from '../ui/layout.tsx'
import { SaidText } from '../ui/said-text.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { exploreUrl } from '../urls.ts'

/** `/{lang}/`: the entrance of a portal. */
export const HomePage = ({ ctx, model }: { ctx: PageContext; model: HomeModel }) => {
  const { t, portal } = ctx
  const { description, totals } = model
  return (
    <Layout ctx={ctx} title="" description={description.text === '' ? undefined : description.text}>
      <div class="hero tall">
        <div class="shell">
          <h1>
            <SaidText ctx={ctx} of={portal.title} />
          </h1>
          {description.text !== '' && (
            <p class="lead">
              <SaidText ctx={ctx} of={description} />
            </p>
          )}
          <SearchBox ctx={ctx} />
          {totals.datasets > 0 && (
            <p class="lead small-lead">
              {t('catalog.totals', { datasets: totals.datasets, publishers: totals.publishers })}
            </p>
          )}
        </div>
      </div>
      <div class="shell home">
        {totals.datasets === 0 ? (
          <Empty title={t('portal.empty.title')}>
            <p>{t('portal.empty.text')}</p>
          </Empty>
        ) : (
          <HomeBody ctx={ctx} model={model} />
        )}
      </div>
    </Layout>
  )
}

const HomeBody = ({ ctx, model }: { ctx: PageContext; model: HomeModel }) => (
  <>
    <Tiles title={ctx.t('home.themes')} links={model.themes} ctx={ctx} />
    <section>
      <div class="section-head">
        <h2>{ctx.t('home.latest')}</h2>
        <a href={exploreUrl(ctx.language)}>
          {ctx.t('home.all')}
          <Icon ctx={ctx} name="chevron-right" />
        </a>
      </div>
      <ul class="cards">
        {model.latest.map(card => (
          <Card ctx={ctx} card={card} />
        ))}
      </ul>
    </section>
    <Tiles title={ctx.t('home.publishers')} links={model.publishers} ctx={ctx} />
  </>
)

/** Ways into the catalogue; one alone would lead to all of it. */
const Tiles = ({ ctx, title, links }: { ctx: PageContext; title: string; links: readonly CountedLink[] }) =>
  links.length < 2 ? null : (
    <section>
      <div class="section-head">
        <h2>{title}</h2>
      </div>
      <ul class="tiles">
        {links.map(link => (
          <li>
            <a href={link.href}>
              <bdi>{link.label}</bdi>
              <span>{ctx.t('count.datasets', { count: link.count })}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
