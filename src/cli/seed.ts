import type { Application } from './application.ts'
import type { CommandContext } from './command.ts'
import type { FoundPortal } from './load-portals.ts'
import { type DeclaredOutcome, publishDeclared } from './publish-declared.ts'

/** Puts the declared rules of a portal's datasets in force; publishing the others brings theirs. */
export async function declareRules(application: Application, portal: FoundPortal): Promise<void> {
  for (const { datasetId, rules } of portal.datasets)
    await application.saveRules(portal.config.slug, datasetId, rules)
}

/** Saves portals and publishes those of their declared datasets that are not there yet: quick when all are. */
export async function seed(
  application: Application,
  portals: readonly FoundPortal[],
  context: CommandContext,
): Promise<readonly DeclaredOutcome[]> {
  const outcomes: DeclaredOutcome[] = []
  for (const portal of portals) {
    await application.savePortal(portal.config)
    const published = await application.publishedDatasets(portal.config.slug)
    await declareRules(application, portal)
    const missing = portal.datasets.filter(dataset => !published.has(dataset.datasetId))
    outcomes.push(...(await publishDeclared(application, portal, missing, context)))
  }
  return outcomes
}
