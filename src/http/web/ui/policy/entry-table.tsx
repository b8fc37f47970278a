import type { PolicyDocument, PolicyFact, PolicyRow } from '../../../../core/privacy/policy/document.ts'
import { InLanguage } from './in-language.tsx'

interface TableProps {
  readonly document: PolicyDocument
  /** Its caption. */
  readonly heading: string
  readonly rows: readonly PolicyRow[]
}

/** What is kept in a browser, a row each with a row of details below; on a phone each becomes a list of terms. */
export const EntryTable = ({ document, heading, rows }: TableProps) => (
  <table class="declared">
    <caption>{heading}</caption>
    <thead>
      <tr>
        {document.columns.map(column => (
          <th scope="col">{column}</th>
        ))}
      </tr>
    </thead>
    {rows.map(row => (
      <tbody id={`entry-${row.id}`}>
        <EntryRow row={row} document={document} />
        <tr class="details">
          <td colspan={document.columns.length}>
            <dl>
              {row.details.map(fact => (
                <Detail fact={fact} language={document.language} />
              ))}
            </dl>
          </td>
        </tr>
      </tbody>
    ))}
  </table>
)

const EntryRow = ({ row, document }: { row: PolicyRow; document: PolicyDocument }) => {
  const { language } = document
  const [provider, work, name, purpose, lifetime, consent] = document.columns
  return (
    <tr>
      <td data-term={provider}>
        <bdi>{row.provider}</bdi>
      </td>
      <td data-term={work}>
        <span>
          <InLanguage of={row.function} language={language} />
          {row.location !== '' && <> ({row.location})</>}
        </span>
      </td>
      <th scope="row" data-term={name}>
        <code dir="ltr">{row.name}</code>
      </th>
      <td data-term={purpose}>
        <InLanguage of={row.purpose} language={language} />
      </td>
      <td data-term={lifetime}>{row.lifetime}</td>
      <td data-term={consent}>{row.consent}</td>
    </tr>
  )
}

const Detail = ({ fact, language }: { fact: PolicyFact; language: string }) => (
  <div>
    <dt>{fact.term}</dt>
    <dd>
      <InLanguage of={fact.value} language={language} />
    </dd>
  </div>
)
