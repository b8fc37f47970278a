import type { PageContext } from '../models/page-context.ts'
import type { LegalModel } from '../models/statement-models.ts'
import { Layout } from '../ui/layout.tsx'
import { LegalContent } from '../ui/policy/legal-content.tsx'
import { Versions } from '../ui/policy/versions.tsx'

/** `/{lang}/legal/`, `/{lang}/privacy/`, `/{lang}/accessibility/`: texts of the portal, with their versions. */
export const LegalPage = ({
  ctx,
  model: { document, foreign, versions },
}: {
  ctx: PageContext
  model: LegalModel
}) => (
  <Layout ctx={ctx} title={document.title}>
    <div class="shell narrow stack page">
      <LegalContent document={document} foreign={foreign} />
      <Versions ctx={ctx} statement={document.statement} versions={versions} />
    </div>
  </Layout>
)
