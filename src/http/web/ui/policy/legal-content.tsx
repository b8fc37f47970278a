import type { ForeignRules } from '../../../../core/content/foreign-content.ts'
import type { LegalDocument } from '../../../../core/legal/legal-document.ts'
import { ownersText } from '../../owners-text.ts'
import { Raw } from '../raw.tsx'

/** A legal text: who answers for the portal where it says so, then what the owner or our template says. */
export const LegalContent = ({
  document,
  foreign,
}: {
  document: LegalDocument
  /** What becomes of content of others; a link where nothing is said. */
  foreign?: ForeignRules | undefined
}) => (
  <>
    <h1>{document.title}</h1>
    {document.identity.length > 0 && (
      <dl class="facts-list">
        {document.identity.map(({ term, value, href }) => (
          <div>
            <dt>{term}</dt>
            <dd>
              {href === undefined ? (
                <bdi>{value}</bdi>
              ) : (
                <a href={href}>
                  <bdi>{value}</bdi>
                </a>
              )}
            </dd>
          </div>
        ))}
      </dl>
    )}
    <Raw html={ownersText(document.body.text, foreign)} lang={document.body.lang} />
  </>
)
