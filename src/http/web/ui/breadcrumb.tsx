import type { PageContext } from '../models/page-context.ts'
import type { NamedLink } from '../models/text.ts'

/** Where a page stands. */
export const Breadcrumb = ({ ctx, links }: { ctx: PageContext; links: readonly NamedLink[] }) => (
  <nav class="crumbs" aria-label={ctx.t('breadcrumb.label')}>
    <ol>
      {links.map(link => (
        <li>
          <a href={link.href}>
            <bdi>{link.label}</bdi>
          </a>
        </li>
      ))}
    </ol>
  </nav>
)
