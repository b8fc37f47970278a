import type { ConsentPhase } from '../../core/audit/observation.ts'
import {
  type AuditPlan,
  decisiveStep,
  FIRST_EMBED,
  pathOf,
  type ScriptName,
  type Step,
  samplePages,
} from '../../core/audit/plan.ts'
import { addressOf, pageOf } from '../../core/audit/read-plan.ts'
import type { PlayedState } from '../../core/audit/report.ts'
import type { Act, AuditState, Tour } from '../../core/audit/states.ts'
import { type AuditVisitor, StepFailure } from '../ports/audit-browser.ts'
import { PageQueue } from './page-queue.ts'
import type { AuditNotes, AuditOrder, AuditTools } from './run-audit.ts'

/** Pages of a sample when the plan has no templates. */
const SAMPLE_PAGES = 5

/** A state while it is played. */
interface Scene {
  readonly state: AuditState
  readonly order: AuditOrder
  readonly tools: AuditTools
  readonly notes: AuditNotes
  readonly visitor: AuditVisitor
  phase: ConsentPhase
  /** Path of the page that the visitor is on. */
  route: string
  visits: number
  requests: number
}

/** Plays one state with a visitor of its own; what cannot be played says why, and never ends the audit. */
export async function playState(
  state: AuditState,
  order: AuditOrder,
  tools: AuditTools,
  notes: AuditNotes,
): Promise<PlayedState> {
  const about = { letter: state.letter, name: state.name }
  const missing = missingFor(state, order, notes)
  if (missing !== null) return { ...about, outcome: 'skipped', reason: missing, visits: 0, requests: 0 }
  const visitor = await tools.browser.open({
    gpc: state.gpc === true,
    har: order.harFolder === null ? null : `${order.harFolder}/${state.letter}-${state.name}.har`,
    secrets: [order.credentials?.password ?? '', order.key ?? ''].filter(secret => secret !== ''),
  })
  const scene: Scene = {
    ...{ state, order, tools, notes, visitor },
    ...{ phase: state.phase, route: order.plan.start, visits: 0, requests: 0 },
  }
  let reason: string | null = null
  try {
    for (const act of state.acts) await play(scene, act)
  } catch (thrown) {
    if (!(thrown instanceof StepFailure)) throw thrown
    reason = thrown.message
  } finally {
    await visitor.close()
  }
  const { visits, requests } = scene
  return { ...about, outcome: reason === null ? 'played' : 'failed', reason, visits, requests }
}

/** What the plan or the order would need for a state; null when nothing is missing. */
function missingFor(
  { acts, letter }: AuditState,
  { plan, credentials }: AuditOrder,
  notes: AuditNotes,
): string | null {
  const embeds = embedsOf(plan, notes)
  for (const act of acts) {
    if (!('script' in act) || act.optional === true) continue
    const steps = plan.scripts[act.script]
    if (steps === undefined) return act.script
    if (embeds.length === 0 && steps.some(step => step.goto === FIRST_EMBED)) return 'embeds'
  }
  if (letter === 'g' && credentials === null) return 'user'
  if (letter === 'j' && embeds.length === 0) return 'embeds'
  return letter === 'k' && plan.api.length === 0 ? 'api' : null
}

/** Documents made for other sites: those that the plan names, and those that pages have in frames. */
const embedsOf = (plan: AuditPlan, { framed }: AuditNotes): readonly string[] => [
  ...new Set([...plan.embeds, ...framed]),
]

async function play(scene: Scene, act: Act): Promise<void> {
  scene.tools.signal.throwIfAborted()
  if ('tour' in act) await tour(scene, act.tour)
  else if ('script' in act) await script(scene, act.script, act.phase)
  else await sendKey(scene)
}

async function sendKey({ order, visitor }: Scene): Promise<void> {
  const [, name, value] = /^([^:]+): (.*)$/.exec(order.plan.keyHeader ?? '') ?? []
  if (order.key === null || name === undefined || value === undefined) return
  const { key, site } = order
  await visitor.sendHeader(site, { name, value: value.replaceAll('{key}', () => key) })
}

async function tour(scene: Scene, name: Tour): Promise<void> {
  if (name === 'pages') return crawl(scene)
  for (const page of pagesOf(scene, name).slice(0, scene.order.maxPages))
    await visit(scene, page, name === 'foreign')
}

function pagesOf({ order, notes }: Scene, name: Exclude<Tour, 'pages'>): readonly string[] {
  const { plan } = order
  switch (name) {
    case 'start':
      return [plan.start]
    case 'sample':
      return sampleOf(plan, notes)
    case 'embeds':
    case 'foreign':
      return embedsOf(plan, notes)
    default:
      return plan[name]
  }
}

const sampleOf = (plan: AuditPlan, { found, leading }: AuditNotes): readonly string[] =>
  samplePages(
    [...new Set([plan.start, ...plan.pages, ...found])].filter(page => !leading.has(page)),
    plan.templates,
    SAMPLE_PAGES,
  )

/** Visits the pages of the plan and what they link to, until there are enough. */
async function crawl(scene: Scene): Promise<void> {
  const { plan, maxPages } = scene.order
  const queue = new PageQueue(plan.templates, plan.avoid)
  queue.add([plan.start, ...plan.pages, ...scene.notes.found])
  for (let visits = 0; visits < maxPages; visits++) {
    const page = queue.next()
    if (page === undefined) return
    const links = await visit(scene, page)
    queue.add(links)
    for (const link of links) scene.notes.found.add(link)
  }
}

/** Visits one page and notes what is seen; returns the pages of the site that it links to. */
async function visit(scene: Scene, page: string, inFrame = false): Promise<readonly string[]> {
  const { state, order, tools, visitor, notes } = scene
  tools.signal.throwIfAborted()
  tools.onVisit(state.letter, page)
  const address = addressOf(page, order.site)
  scene.route = pathOf(page)
  const visited = await visitor.visit(inFrame ? await tools.browser.embed(address) : address)
  if (state.idles === true && scene.visits === 0) await visitor.idle(order.idleSeconds)
  scene.visits++
  if (visited.status !== null) notes.visited.add(pathOf(page))
  const ended = pageOf(visited.url, order.site)
  if (ended !== undefined) notes.visited.add(pathOf(ended))
  if (ended !== undefined && pathOf(ended) !== pathOf(page)) notes.leading.add(page)
  await note(scene)
  for (const framed of inFrame ? [] : ofSite(visited.frames, order)) notes.framed.add(framed)
  return ofSite(visited.links, order)
}

/** Paths of the addresses that are of the site. */
const ofSite = (addresses: readonly string[], { site }: AuditOrder): readonly string[] =>
  addresses.flatMap(address => {
    const found = pageOf(address, site)
    return found === undefined ? [] : [pathOf(found)]
  })

/** Notes what was seen since the last time, under what the visitor has said so far. */
async function note(scene: Scene): Promise<void> {
  const { visitor, notes, state, phase, route } = scene
  const { seen, requests, violations } = await visitor.watched()
  scene.requests += requests
  const where = { state: state.letter, phase, route }
  notes.observations.push(...seen.map(one => ({ ...one, ...where })))
  notes.violations.push(...violations.map(violation => ({ ...violation, state: state.letter, route })))
}

async function script(scene: Scene, name: ScriptName, phase: ConsentPhase | undefined): Promise<void> {
  const steps = scene.order.plan.scripts[name] ?? []
  const decisive = decisiveStep(steps)
  for (const [at, step] of steps.entries()) {
    if (at === decisive) {
      await note(scene)
      scene.phase = phase ?? scene.phase
    }
    const filled = filledIn(step, scene)
    await scene.visitor.perform(filled)
    if (filled.goto !== undefined) scene.route = new URL(filled.goto).pathname
  }
  await note(scene)
}

/** A step with credentials in their places, and an absolute address. */
function filledIn(step: Step, { order, notes }: Scene): Step {
  const { site, credentials, plan } = order
  const value = step.value
    ?.replaceAll('{user}', credentials?.user ?? '')
    .replaceAll('{password}', credentials?.password ?? '')
  const path = step.goto === FIRST_EMBED ? (embedsOf(plan, notes)[0] ?? plan.start) : step.goto
  return {
    ...step,
    ...(value === undefined ? {} : { value }),
    ...(path === undefined ? {} : { goto: addressOf(path, site) }),
  }
}
