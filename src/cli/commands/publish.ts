import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { FIELD_TYPES, type FieldType } from '../../core/dataset/field.ts'
import { EMPTY_METADATA } from '../../core/dataset/metadata.ts'
import type { ReadOptions } from '../../core/dataset/revision.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Diagnostic } from '../../core/parsed.ts'
import type { Application, PublishRequest, PublishResult } from '../application.ts'
import type { Command, CommandContext, Invocation } from '../command.ts'
import type { ExitName } from '../exit-codes.ts'
import { type FoundPortal, loadPortals } from '../load-portals.ts'
import { publishDeclared } from '../publish-declared.ts'
import { Refusal } from '../refusal.ts'

/** `vitrine publish`: a file or an address, or without one whatever the portal's files declare. */
export const publish: Command = {
  name: 'publish',
  arguments: [{ name: 'source', optional: true }],
  options: [
    { name: 'portal', value: '<slug>', required: true },
    { name: 'id', value: '<dataset_id>' },
    { name: 'title', value: '<text>' },
    { name: 'schema', value: '<file.json>' },
    { name: 'format', value: '<name>' },
  ],
  async run(invocation, context) {
    const slug = invocation.options.portal ?? ''
    const declared = await declaredPortal(slug, context)
    const source = invocation.arguments.source
    const request = source === undefined ? null : await readRequest(source, slug, invocation, context)
    await using application = await context.open()
    if (declared !== null) await application.savePortal(declared.config)
    // awaited here: the application is let go of when this scope ends
    return request === null
      ? await publishFiles(application, declared, invocation.options.id, context)
      : await publishOne(application, request, context)
  },
}

/** The portal as the operator's folder declares it, or null when it is only known to the catalogue. */
async function declaredPortal(slug: string, context: CommandContext): Promise<FoundPortal | null> {
  const { portals, faults } = await loadPortals(context.settings().portals)
  const own = faults.filter(({ place }) => place === slug || place.startsWith(`${slug}/`))
  if (own.length > 0) throw new Refusal(own)
  return portals.find(portal => portal.config.slug === slug) ?? null
}

async function readRequest(
  source: string,
  portal: string,
  { options }: Invocation,
  context: CommandContext,
): Promise<PublishRequest> {
  const types =
    options.schema === undefined ? {} : { types: await readSchema(options.schema, context.folder) }
  const format = options.format === undefined ? {} : { format: options.format }
  const readOptions: ReadOptions = { ...format, ...types }
  return {
    portal,
    datasetId: options.id ?? null,
    source: /^https?:\/\//i.test(source) ? { url: source } : { file: resolve(context.folder, source) },
    options: readOptions,
    metadata: options.title === undefined ? {} : { title: { ...EMPTY_METADATA.title, '': options.title } },
  }
}

/** A file of field types: `{"field": "type"}`. */
async function readSchema(path: string, folder: string): Promise<Readonly<Record<string, FieldType>>> {
  let content: unknown
  try {
    content = JSON.parse(await readFile(resolve(folder, path), 'utf8'))
  } catch {
    throw new VitrineError('file_unreadable', { file: path })
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new VitrineError('file_unreadable', { file: path })
  const types: Record<string, FieldType> = {}
  const faults: Diagnostic[] = []
  for (const [member, value] of Object.entries(content)) {
    const type = FIELD_TYPES.find(name => name === value)
    if (type !== undefined) types[member] = type
    else
      faults.push({
        code: 'member_invalid',
        place: `${path}: ${member}`,
        params: { member, expected: FIELD_TYPES.join(' | ') },
      })
  }
  if (faults.length > 0) throw new Refusal(faults)
  return types
}

async function publishOne(
  application: Application,
  request: PublishRequest,
  { output, signal }: CommandContext,
): Promise<ExitName> {
  const line = output.progress('file' in request.source ? request.source.file : request.source.url)
  const result = await application.publish(request, progress => line.update(progress), signal)
  line.end(output.say(result.unchanged ? 'cli.unchanged' : 'cli.published', figures(result)))
  output.result(result, [result.page])
  return 'done'
}

const figures = (result: PublishResult) => ({
  records: result.recordsLoaded,
  quarantined: result.recordsQuarantined,
})

async function publishFiles(
  application: Application,
  portal: FoundPortal | null,
  id: string | undefined,
  context: CommandContext,
): Promise<ExitName> {
  const datasets = portal?.datasets.filter(dataset => id === undefined || dataset.datasetId === id) ?? []
  if (portal === null || datasets.length === 0)
    throw new Refusal([{ code: 'argument_missing', place: '', params: { name: 'source' } }], 'usage')
  const outcomes = await publishDeclared(application, portal, datasets, context)
  context.output.result(
    outcomes,
    outcomes.flatMap(outcome => outcome.result?.page ?? []),
  )
  return outcomes.every(outcome => outcome.fault === null) ? 'done' : 'refused'
}
