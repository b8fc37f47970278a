import type { FieldView } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { SaidText } from './said-text.tsx'

/** The fields of a dataset, open for all to read. */
export const Schema = ({ ctx, fields }: { ctx: PageContext; fields: readonly FieldView[] }) => {
  const described = fields.some(field => field.description !== null)
  return (
    <section class="scroll" aria-label={ctx.t('dataset.schema')} tabindex={0}>
      <table class="schema">
        <caption class="hush">{ctx.t('dataset.schema')}</caption>
        <thead>
          <tr>
            <th scope="col">{ctx.t('schema.field')}</th>
            <th scope="col">{ctx.t('schema.name')}</th>
            <th scope="col">{ctx.t('schema.type')}</th>
            {described && <th scope="col">{ctx.t('schema.description')}</th>}
          </tr>
        </thead>
        <tbody>
          {fields.map(field => (
            <tr>
              <th scope="row">
                <SaidText ctx={ctx} of={field.label} />
              </th>
              <td>
                <code dir="ltr">{field.name}</code>
              </td>
              <td>
                {ctx.t(`type.${field.type}`)}
                {field.multivalued && ` ${ctx.t('schema.list')}`}{' '}
                {field.unit !== null && <bdi class="muted">{field.unit}</bdi>}
              </td>
              {described && (
                <td class="wrap">
                  {field.description !== null && <SaidText ctx={ctx} of={field.description} />}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
