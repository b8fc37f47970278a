import { searchText } from './load-catalog.ts'
import {
  CONSOLE_LISTS,
  CONSOLE_TEXTS,
  CONSOLE_VIEWS,
  type ConsoleList,
  type ConsoleState,
  type ConsoleText,
  type ConsoleView,
} from './models/console-model.ts'

const MAX_TEXT = 8000
const MAX_ITEMS = 20
/** Records of a first look. */
const FIRST_LIMIT = '20'

/** Parameters that each view asks with. */
const ASKED: Readonly<Record<ConsoleView, readonly (ConsoleText | ConsoleList)[]>> = {
  records: [
    'select',
    'where',
    'group_by',
    'order_by',
    'refine',
    'exclude',
    'limit',
    'offset',
    'timezone',
    'lang',
  ],
  facets: ['facet', 'where', 'refine', 'exclude', 'timezone', 'lang'],
}

/** Reads what the console is asked; a search that comes from the table becomes part of the condition. */
export function readConsole(query: URLSearchParams): ConsoleState {
  const text = (name: string): string =>
    (query.getAll(name).findLast(value => value !== '') ?? '').trim().slice(0, MAX_TEXT)
  const view = CONSOLE_VIEWS.find(one => one === query.get('view')) ?? 'records'
  const conditions = [...searchText(text('q')), ...query.getAll('where').filter(value => value.trim() !== '')]
  const where =
    conditions.length > 1 ? conditions.map(one => `(${one})`).join(' and ') : (conditions[0] ?? '')
  const texts = Object.fromEntries(CONSOLE_TEXTS.map(name => [name, text(name)])) as Record<
    ConsoleText,
    string
  >
  const list = (name: ConsoleList): readonly string[] =>
    query
      .getAll(name)
      .filter(value => value.trim() !== '')
      .slice(0, MAX_ITEMS)
  const lists = { refine: list('refine'), exclude: list('exclude') }
  return {
    ...{ view, lists },
    texts: {
      ...texts,
      where: where.slice(0, MAX_TEXT),
      limit: query.has('limit') ? texts.limit : FIRST_LIMIT,
    },
  }
}

const isList = (name: ConsoleText | ConsoleList): name is ConsoleList =>
  CONSOLE_LISTS.some(list => list === name)

/** The query of the API that a state stands for: what is empty or belongs to another view is left out. */
export function consoleQuery({ view, texts, lists }: ConsoleState): URLSearchParams {
  const query = new URLSearchParams()
  for (const name of ASKED[view])
    if (isList(name)) for (const value of lists[name]) query.append(name, value)
    else if (texts[name] !== '') query.set(name, texts[name])
  return query
}

/** The address of a console's page in a state. */
export function consoleHref(action: string, query: Readonly<Record<string, string>>): string {
  return `${action}?${new URLSearchParams(query)}`
}
