import type { ComponentChildren } from 'preact'
import type { FormModel } from '../models/form-model.ts'
import type { PageContext } from '../models/page-context.ts'
import type { NamedLink } from '../models/text.ts'
import { Layout } from './layout.tsx'
import { FaultSummary, formTitle } from './post-form.tsx'

/** What pages of an area have in common with all others. */
export interface AreaPage {
  readonly ctx: PageContext
  readonly title: string
  readonly lead?: string
  readonly form?: FormModel
  readonly children: ComponentChildren
}

/** A link of the menu of an area. */
export interface MenuLink extends NamedLink {
  readonly current?: boolean
}

interface AreaProps extends AreaPage {
  readonly menu: { readonly label: string; readonly links: readonly MenuLink[] }
  /** What has just been done, said once; null for nothing. */
  readonly done: string | null
  /** Class of its body beside that of every area. */
  readonly kind?: string
}

/** A page of an area for somebody who is signed in: its menu beside it, never indexed. */
export const Area = ({ ctx, title, lead, form, menu, done, kind = '', children }: AreaProps) => (
  <Layout ctx={ctx} title={form === undefined ? title : formTitle(ctx, form, title)} hidden>
    <div class="shell split own">
      <nav class="own-menu" aria-label={menu.label}>
        <ul>
          {menu.links.map(({ label, href, current }) => (
            <li>
              <a href={href} aria-current={current === true ? 'page' : undefined}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class={`stack own-body ${kind}`.trim()}>
        {done !== null && (
          <p class="done" role="status">
            {done}
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
