import type { PageContext } from '../../models/page-context.ts'
import type { NamedLink } from '../../models/text.ts'
import { Layout } from '../../ui/layout.tsx'

export interface MessageModel {
  readonly title: string
  readonly text: string
  readonly links: readonly NamedLink[]
}

/** Something that happened, and where to go from there. */
export const MessagePage = ({ ctx, model }: { ctx: PageContext; model: MessageModel }) => (
  <Layout ctx={ctx} title={model.title} hidden>
    <div class="shell page account-form">
      <h1>{model.title}</h1>
      <p class="lead">{model.text}</p>
      {model.links.length > 0 && (
        <p class="inline-links">
          {model.links.map(({ label, href }) => (
            <a href={href}>{label}</a>
          ))}
        </p>
      )}
    </div>
  </Layout>
)
