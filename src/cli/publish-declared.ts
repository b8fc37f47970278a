import { join } from 'node:path'
import { VitrineError } from '../core/errors.ts'
import type { DatasetAsCode, DeclaredSource } from '../core/portal/read-portal.ts'
import type { Application, PublishResult, PublishSource } from './application.ts'
import type { CommandContext } from './command.ts'
import type { FoundPortal } from './load-portals.ts'
import { packageFile } from './package-root.ts'

/** What became of a declared dataset: the result, or the code of the fault that kept it back. */
export interface DeclaredOutcome {
  readonly portal: string
  readonly datasetId: string
  readonly result: PublishResult | null
  readonly fault: string | null
}

/** Where declared bytes are on this machine, or on the web. */
export function locateSource(portal: FoundPortal, source: DeclaredSource): PublishSource {
  if ('url' in source) return source
  if ('file' in source) return { file: join(portal.folder, source.file) }
  const file = packageFile(source.package, source.path)
  if (file === null) throw new VitrineError('package_missing', { package: source.package, path: source.path })
  return { file }
}

/**
 * Publishes declared datasets one after another with visible progress; a fault of one does not keep the
 * others back. Stops between two when the command is ended.
 */
export async function publishDeclared(
  application: Application,
  portal: FoundPortal,
  datasets: readonly DatasetAsCode[],
  context: CommandContext,
): Promise<readonly DeclaredOutcome[]> {
  const outcomes: DeclaredOutcome[] = []
  for (const dataset of datasets) {
    if (context.signal.aborted) break
    outcomes.push(await publishOne(application, portal, dataset, context))
  }
  return outcomes
}

async function publishOne(
  application: Application,
  portal: FoundPortal,
  dataset: DatasetAsCode,
  { output, signal }: CommandContext,
): Promise<DeclaredOutcome> {
  const slug = portal.config.slug
  const { datasetId } = dataset
  const line = output.progress(`${slug}/${datasetId}`)
  try {
    const request = {
      portal: slug,
      datasetId,
      source: locateSource(portal, dataset.source),
      options: dataset.options,
      metadata: dataset.metadata,
      rules: dataset.rules,
      attachments: dataset.attachments.map(({ source, ...words }) => ({
        words,
        source: locateSource(portal, source),
      })),
    }
    const result = await application.publish(request, progress => line.update(progress), signal)
    line.end(
      output.say('cli.published', { records: result.recordsLoaded, quarantined: result.recordsQuarantined }),
    )
    return { portal: slug, datasetId, result, fault: null }
  } catch (thrown) {
    if (!(thrown instanceof VitrineError) || thrown.kind === 'unavailable' || signal.aborted) throw thrown
    line.end(output.say(`error.${thrown.code}`, thrown.params))
    return { portal: slug, datasetId, result: null, fault: thrown.code }
  }
}
