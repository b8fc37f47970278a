import type { TableParams } from '../urls.ts'

/** The parts of a state that a GET form passes on unchanged. */
export const HiddenParams = ({ params }: { params: Partial<TableParams> }) => (
  <>
    {params.q && <input type="hidden" name="q" value={params.q} />}
    {params.where && <input type="hidden" name="where" value={params.where} />}
    {params.refine?.map(({ facet, value }) => (
      <input type="hidden" name="refine" value={`${facet}:${value}`} />
    ))}
    {params.sort && <input type="hidden" name="sort" value={params.sort} />}
  </>
)
