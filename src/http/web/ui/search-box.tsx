import type { PageContext } from '../models/page-context.ts'
import type { CatalogParams } from '../urls.ts'
import { exploreUrl } from '../urls.ts'
import { HiddenParams } from './hidden-params.tsx'

interface SearchBoxProps {
  readonly ctx: PageContext
  /** The state to keep; absent to search the whole catalogue. */
  readonly params?: CatalogParams
  readonly id?: string
}

/** Search of the catalogue: a plain form, filters kept. */
export const SearchBox = ({ ctx, params, id = 'q' }: SearchBoxProps) => (
  <search>
    <form class="search" action={exploreUrl(ctx.language)} method="get">
      <label class="hush" for={id}>
        {ctx.t('search.label')}
      </label>
      <input
        id={id}
        type="search"
        name="q"
        value={params?.q ?? ''}
        placeholder={ctx.t('search.placeholder')}
        autocomplete="off"
      />
      {params && <HiddenParams params={{ refine: params.refine, sort: params.sort }} />}
      <button class="button main" type="submit">
        {ctx.t('search.go')}
      </button>
    </form>
  </search>
)
