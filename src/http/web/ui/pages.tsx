import type { PageContext } from '../models/page-context.ts'
import type { Pager } from '../models/pager.ts'
import { Icon } from './icon.tsx'

/** Links to the pages of a list; nothing for a single page. */
export const Pages = ({ ctx, pager }: { ctx: PageContext; pager: Pager }) =>
  pager.pages < 2 ? null : (
    <nav class="pager" aria-label={ctx.t('pager.label')}>
      {pager.previous !== null && (
        <a class="step" href={pager.previous} rel="prev">
          <Icon ctx={ctx} name="chevron-left" />
          {ctx.t('pager.previous')}
        </a>
      )}
      <ul>
        {pager.items.map(item => (
          <li>
            {item === null ? (
              <span aria-hidden="true">…</span>
            ) : (
              <a
                href={item.href}
                aria-current={item.current ? 'page' : undefined}
                aria-label={ctx.t('pager.page', { page: item.page })}
              >
                {ctx.formats.number(item.page)}
              </a>
            )}
          </li>
        ))}
      </ul>
      {pager.next !== null && (
        <a class="step" href={pager.next} rel="next">
          {ctx.t('pager.next')}
          <Icon ctx={ctx} name="chevron-right" />
        </a>
      )}
    </nav>
  )
