import { CATALOG_FORMAT_NAMES, catalogFormatTraits } from '../src/core/catalog-export/formats.ts'
import { COMMON_OPTIONS, exportFormatNames, formatTraits } from '../src/core/export/formats.ts'
import { READABLE_FORMATS } from '../src/core/format/registry.ts'
import { FUNCTIONS, type FunctionRow, functionRow, isFunctionName } from '../src/core/odsql/functions.ts'
import { cell, codes, page, type ReferencePage, table } from './reference-markdown.ts'

/** `docs/formats.md`: what is read, and what is written. */
export function formatsPage(): ReferencePage {
  const read = READABLE_FORMATS.map(({ name, extensions, mediaTypes }) => [
    ...[`\`${name}\``, codes(extensions), codes(mediaTypes)],
  ])
  const written = exportFormatNames.map(name => {
    const { label, type, extension, use, geographic, options } = formatTraits(name)
    const needs = geographic ? 'places' : '–'
    return [`\`${name}\``, label, `\`${type}\``, `\`${extension}\``, use, needs, codes(options)]
  })
  const catalogue = CATALOG_FORMAT_NAMES.map(name => {
    const { type, extension } = catalogFormatTraits(name)
    return [`\`${name}\``, `\`${type}\``, `\`${extension}\``]
  })
  return page(
    'docs/formats.md',
    '# Formats',
    '## What is read',
    'A format is told from the bytes of a source, not from its name. Archives and compressed files are opened first.',
    table(['Format', 'Extensions', 'Media types'], read),
    '## Records, exported',
    `\`/api/explore/v2.1/catalog/datasets/{dataset_id}/exports/{format}\`. Every format takes ${codes(COMMON_OPTIONS)} beside its own options; what was chosen where their description is silent is in [explore-api.md](explore-api.md).`,
    table(['Format', 'Name', 'Media type', 'Extension', 'For', 'Needs', 'Options'], written),
    '## The catalogue, exported',
    '`/api/explore/v2.1/catalog/exports/{format}`.',
    table(['Format', 'Media type', 'Extension'], catalogue),
  )
}

const KINDS: Readonly<Record<FunctionRow['kind'], string>> = {
  scalar: 'Functions of one record',
  aggregate: 'Functions of many records',
  predicate: 'Conditions',
  grouping: 'Groups',
}

const GIVEN: Readonly<Record<string, string>> = { same: 'what it is given', condition: 'a condition' }

function argumentsOf({ parameters }: FunctionRow): string {
  if (parameters === 'count') return '`*` or a field'
  if (parameters === 'search') return 'fields, then a text'
  return parameters
    .map(({ form, takes, optional }) => {
      const kind = takes === undefined ? form : `${takes} ${form === 'value' ? 'expression' : form}`
      return optional === true ? `[${kind}]` : kind
    })
    .join(', ')
}

/** `docs/functions.md`: every function of the query language. */
export function functionsPage(): ReferencePage {
  const names = Object.keys(FUNCTIONS).filter(isFunctionName)
  const parts = Object.entries(KINDS).map(([kind, title]) => {
    const rows = names
      .filter(name => functionRow(name).kind === kind)
      .map(name => {
        const row = functionRow(name)
        return [`\`${name}\``, cell(argumentsOf(row)), GIVEN[row.gives] ?? `\`${row.gives}\``]
      })
    return `## ${title}\n\n${table(['Function', 'Arguments', 'Gives'], rows)}`
  })
  return page(
    'docs/functions.md',
    '# Functions of the query language',
    'Names in any letter case. What each means is in the reference of the API, at `/<language>/api/` of every portal; a name that is not here is refused with its place. `now`, `range`, `random`, `include` and `exclude` are forms of the grammar.',
    ...parts,
  )
}
