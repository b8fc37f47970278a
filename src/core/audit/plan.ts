/** Stands for the first document that a page of the site has in a frame. */
export const FIRST_EMBED = '{embed}'

/** One thing that is done in a page: one of the members that act; places of elements are CSS selectors. */
export interface Step {
  /** A path, or {@link FIRST_EMBED}. */
  readonly goto?: string
  readonly click?: string
  readonly fill?: string
  readonly select?: string
  readonly check?: string
  /** Until an element is there. */
  readonly wait?: string
  /** A key of the keyboard: `Enter`. */
  readonly press?: string
  /** What is filled in or selected; `{user}` and `{password}` stand for the credentials. */
  readonly value?: string
  /** The frame that the element is in. */
  readonly frame?: string
  /** Whether the element may be missing. */
  readonly optional?: boolean
}

/** The step of a script that makes the difference: the last click or key. */
export const decisiveStep = (steps: readonly Step[]): number =>
  steps.findLastIndex(({ click, press }) => click !== undefined || press !== undefined)

/** What a site lets its visitors do, as far as an audit does it. */
export const SCRIPT_NAMES = [
  'reject',
  'accept',
  'withdraw',
  'language',
  'signIn',
  'signOut',
  'loadOnce',
  'loadAlways',
] as const
export type ScriptName = (typeof SCRIPT_NAMES)[number]

/** How to walk through a site. Paths begin with `/`; `{user}` and `{password}` in a value stand for the credentials. */
export interface AuditPlan {
  readonly start: string
  /** Pages to visit beside those of the sitemap and those that pages link to. */
  readonly pages: readonly string[]
  /** Pages behind the sign-in. */
  readonly back: readonly string[]
  /** Documents made for other sites, beside those of the site that its pages have in frames. */
  readonly embeds: readonly string[]
  readonly errors: readonly string[]
  readonly api: readonly string[]
  /** Paths with `:name` for one segment; of each, a page must have been visited. */
  readonly templates: readonly string[]
  /** Beginnings of paths that are never visited: what a link should not do. */
  readonly avoid: readonly string[]
  /** Header that carries the key of the API, with `{key}` in it: `Authorization: Apikey {key}`. */
  readonly keyHeader: string | null
  readonly scripts: Readonly<Partial<Record<ScriptName, readonly Step[]>>>
}

/** A plan for a site of which nothing is known. */
export const PLAIN_PLAN: AuditPlan = {
  start: '/',
  pages: [],
  back: [],
  embeds: [],
  errors: ['/there-is-no-such-page/'],
  api: [],
  templates: [],
  avoid: [],
  keyHeader: null,
  scripts: {},
}

/** Whether a path is of a template: `/:lang/explore/` and `/fr/explore/`. */
export function isOfTemplate(path: string, template: string): boolean {
  const parts = path.split('/')
  const wanted = template.split('/')
  const ends = wanted.at(-1) === '*'
  if (ends ? parts.length < wanted.length : parts.length !== wanted.length) return false
  return wanted.every(
    (part, at) => part === '*' || part === parts[at] || (part.startsWith(':') && parts[at] !== ''),
  )
}

/** Of each template its first page; when there is none, the first pages. */
export function samplePages(
  pages: readonly string[],
  templates: readonly string[],
  most: number,
): readonly string[] {
  if (templates.length === 0) return pages.slice(0, most)
  const firsts = templates.flatMap(template => pages.find(page => isOfTemplate(pathOf(page), template)) ?? [])
  return [...new Set(firsts)]
}

/** A path without its query. */
export const pathOf = (page: string): string => page.split(/[?#]/, 1)[0] ?? page
