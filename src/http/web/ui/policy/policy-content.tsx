import type { ComponentChildren } from 'preact'
import type { PolicyDocument, PolicyPassage, PolicyText } from '../../../../core/privacy/policy/document.ts'
import { ownersText } from '../../owners-text.ts'
import { Raw } from '../raw.tsx'
import { EntryTable } from './entry-table.tsx'
import { InLanguage } from './in-language.tsx'
import { ServicesTable } from './services-table.tsx'

interface ContentProps {
  readonly document: PolicyDocument
  /** What the page adds to a passage that changes by itself. */
  readonly lastCheck?: ComponentChildren
  readonly choice?: ComponentChildren
  readonly versions?: ComponentChildren
}

/** A cookie policy, in the order of the founding policies, then what they leave out (privacy.md §3.2). */
export const PolicyContent = ({ document, lastCheck, choice, versions }: ContentProps) => {
  const { statistics, others, further, used } = document
  return (
    <>
      <div>
        <h1>{document.title}</h1>
        <p class="lead">{document.purpose}</p>
      </div>
      <OwnText text={document.before} />
      <Passage passage={document.cookie} />
      <Kinds document={document} />
      <Passage passage={used}>
        <EntryTable document={document} {...document.necessary} />
        {further !== null && <EntryTable document={document} {...further} />}
      </Passage>
      <Passage passage={statistics} id="statistics">
        {statistics.rows.length > 0 && (
          <EntryTable document={document} heading={statistics.heading} rows={statistics.rows} />
        )}
      </Passage>
      <Passage passage={others}>
        {others.services.length > 0 && <ServicesTable document={document} />}
      </Passage>
      <Passage passage={document.rest}>{lastCheck}</Passage>
      <Passage passage={document.choice} id="choice">
        {choice}
      </Passage>
      {versions}
      <Contact document={document} />
      <OwnText text={document.after} />
    </>
  )
}

interface PassageProps {
  readonly passage: PolicyPassage
  readonly id?: string
  readonly children?: ComponentChildren
}

const Passage = ({ passage, id, children }: PassageProps) => (
  <section id={id}>
    <h2>{passage.heading}</h2>
    {passage.paragraphs.map(paragraph => (
      <p>{paragraph}</p>
    ))}
    {children}
  </section>
)

const Kinds = ({ document: { kinds } }: { document: PolicyDocument }) => (
  <section>
    <h2>{kinds.heading}</h2>
    <dl class="kinds">
      {kinds.kinds.map(({ kind, name, text, consent, count }) => (
        <div id={`kind-${kind}`}>
          <dt>{name}</dt>
          <dd>
            {text} <strong>{consent}</strong> {count}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)

const Contact = ({ document: { contact, language } }: { document: PolicyDocument }) => (
  <section id="contact">
    <h2>{contact.heading}</h2>
    <dl class="facts-list">
      {contact.facts.map(({ term, value, href }) => (
        <div>
          <dt>{term}</dt>
          <dd>
            {href === undefined ? (
              <InLanguage of={value} language={language} />
            ) : (
              <a href={href}>
                <InLanguage of={value} language={language} />
              </a>
            )}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)

const OwnText = ({ text }: { text: PolicyText | null }) =>
  text === null ? null : <Raw html={ownersText(text.text)} lang={text.lang} />
