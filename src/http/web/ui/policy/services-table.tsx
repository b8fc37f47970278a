import type { PolicyDocument, ServiceRow } from '../../../../core/privacy/policy/document.ts'
import { InLanguage } from './in-language.tsx'

/** Other websites that pages may use, a row each. */
export const ServicesTable = ({ document }: { document: PolicyDocument }) => (
  <table class="declared services">
    <caption class="hush">{document.others.heading}</caption>
    <thead>
      <tr>
        {document.others.columns.map(column => (
          <th scope="col">{column}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {document.others.services.map(row => (
        <Service row={row} document={document} />
      ))}
    </tbody>
  </table>
)

const Service = ({ row, document }: { row: ServiceRow; document: PolicyDocument }) => {
  const { language, others } = document
  const [service, disclosed, stored, country, way] = others.columns
  const [lead = ''] = row.entries
  return (
    <tr id={`entry-${lead}`}>
      <th scope="row" data-term={service}>
        <span>
          <bdi>{row.provider}</bdi>: <InLanguage of={row.service} language={language} />
          <span class="sub">
            <InLanguage of={row.purpose} language={language} />
          </span>
          <span class="sub">
            <bdi dir="ltr">{row.hosts.join(', ')}</bdi>
          </span>
        </span>
      </th>
      <td data-term={disclosed}>
        <span>
          <InLanguage of={row.disclosed} language={language} />
          {row.further.map(sentence => (
            <span class="sub">{sentence}</span>
          ))}
        </span>
      </td>
      <td data-term={stored}>
        <Stored row={row} language={language} nothing={others.nothing} />
      </td>
      <td data-term={country}>{row.country}</td>
      <td data-term={way}>
        <span>
          {row.way}
          <span class="sub">{row.consent}</span>
        </span>
      </td>
    </tr>
  )
}

const Stored = ({ row, language, nothing }: { row: ServiceRow; language: string; nothing: string }) =>
  row.stored.length === 0 ? (
    <>{nothing}</>
  ) : (
    <ul>
      {row.stored.map(({ id, name, kind, lifetime, purpose }) => (
        <li id={row.entries[0] === id ? undefined : `entry-${id}`}>
          <code dir="ltr">{name}</code> ({kind}): <InLanguage of={purpose} language={language} />. {lifetime}
        </li>
      ))}
    </ul>
  )
