import type { ComponentChildren } from 'preact'
import { accountUrl } from '../account-urls.ts'
import type { FormModel } from '../models/form-model.ts'
import { type Done, OWN_PAGES, type OwnPage } from '../models/own-area.ts'
import type { PageContext } from '../models/page-context.ts'
import { Layout } from './layout.tsx'
import { FaultSummary, formTitle } from './post-form.tsx'

interface OwnAreaProps {
  readonly ctx: PageContext
  readonly page: OwnPage
  readonly title: string
  readonly lead?: string
  readonly done?: Done | null
  readonly form?: FormModel
  readonly children: ComponentChildren
}

/** Every page about somebody's own account: its menu beside it. */
export const OwnArea = ({ ctx, page, title, lead, done = null, form, children }: OwnAreaProps) => (
  <Layout ctx={ctx} title={form === undefined ? title : formTitle(ctx, form, title)} hidden>
    <div class="shell split own">
      <OwnMenu ctx={ctx} page={page} />
      <div class="stack own-body">
        {done !== null && (
          <p class="done" role="status">
            {ctx.t(`own.done.${done}`)}
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

const OwnMenu = ({ ctx, page }: { ctx: PageContext; page: OwnPage }) => (
  <nav class="own-menu" aria-label={ctx.t('own.menu')}>
    <ul>
      {OWN_PAGES.map(name => (
        <li>
          <a href={accountUrl(ctx.language, name)} aria-current={name === page ? 'page' : undefined}>
            {ctx.t(`own.${name}`)}
          </a>
        </li>
      ))}
      <li>
        <a href={accountUrl(ctx.language, 'sign_out')}>{ctx.t('sign-out.go')}</a>
      </li>
    </ul>
  </nav>
)
