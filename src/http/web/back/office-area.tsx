import type { ComponentChildren } from 'preact'
import type { FormModel } from '../models/form-model.ts'
import type { OfficeDone } from '../models/office-area.ts'
import type { PageContext } from '../models/page-context.ts'
import { type OfficePage, officeUrl } from '../office/office-urls.ts'
import { Layout } from '../ui/layout.tsx'
import { FaultSummary, formTitle } from '../ui/post-form.tsx'

interface OfficeAreaProps {
  readonly ctx: PageContext
  readonly page: OfficePage
  readonly title: string
  readonly lead?: string
  readonly done?: OfficeDone | null
  readonly form?: FormModel
  readonly children: ComponentChildren
}

/** Every page of the back office: its menu beside it. */
export const OfficeArea = ({ ctx, page, title, lead, done = null, form, children }: OfficeAreaProps) => (
  <Layout ctx={ctx} title={form === undefined ? title : formTitle(ctx, form, title)} hidden>
    <div class="shell split own">
      <OfficeMenu ctx={ctx} page={page} />
      <div class="stack own-body office">
        {done !== null && (
          <p class="done" role="status">
            {ctx.t(`office.done.${done}`)}
          </p>
        )}
        <div class="own-head">
          <h1>{title}</h1>
          {lead !== undefined && <p class="lead">{lead}</p>}
        </div>
        {form !== undefined && <FaultSummary ctx={ctx} form={form} />}
        {children}
      </div>
    </div>
  </Layout>
)

const PAGES: readonly OfficePage[] = [
  'overview',
  'people',
  'groups',
  'keys',
  'providers',
  'services',
  'events',
]

const OfficeMenu = ({ ctx, page }: { ctx: PageContext; page: OfficePage }) => (
  <nav class="own-menu" aria-label={ctx.t('office.menu')}>
    <ul>
      {PAGES.map(name => (
        <li>
          <a href={officeUrl(ctx.language, name)} aria-current={name === page ? 'page' : undefined}>
            {ctx.t(`office.${name}`)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
