import { setTimeout as sleep } from 'node:timers/promises'
import { type OpenedSource, openSource } from '../adapters/sources/open-source.ts'
import type { AttachmentToKeep } from '../app/catalog/keep-attachments.ts'
import { publishSource } from '../app/catalog/publish-source.ts'
import { findPortal } from '../app/catalog/published-datasets.ts'
import type { Ports } from '../app/ports/ports.ts'
import type {
  OnProgress,
  PublishAttachment,
  PublishRequest,
  PublishResult,
  PublishSource,
} from '../cli/application.ts'
import { suggestDatasetId } from '../core/dataset/dataset.ts'
import type { Revision } from '../core/dataset/revision.ts'
import { ERRORS, type ErrorCode, VitrineError } from '../core/errors.ts'
import type { Deployment } from './open-deployment.ts'

const POLL_MS = 100

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)

/** Publishes and stays until readers see the new revision; the fault of a failed load is thrown. */
export async function publishAndWait(
  deployment: Deployment,
  request: PublishRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<PublishResult> {
  const { ports } = deployment
  const started = performance.now()
  const portal = await findPortal(ports, request.portal)
  const { source } = request
  const opened = await openSource(locationOf(source), signal)
  const datasetId = request.datasetId ?? suggestDatasetId(opened.name)
  const queued = await publishSource(
    ports,
    {
      portal,
      datasetId,
      bytes: counted(opened, deployment.settings.maxSource, onProgress),
      name: opened.name,
      url: opened.url,
      options: request.options,
      metadata: request.metadata,
      ...(request.rules === undefined ? {} : { rules: request.rules }),
      ...(request.attachments === undefined
        ? {}
        : { attachments: request.attachments.map(file => toKeep(file, deployment.settings.maxSource)) }),
    },
    signal,
  )
  const revision = queued.unchanged
    ? queued.revision
    : await untilPublished(ports, queued.jobId, queued.revision.id, onProgress, signal)
  return {
    portal: request.portal,
    datasetId,
    datasetUid: queued.datasetUid,
    revision: revision.number,
    unchanged: queued.unchanged,
    recordsLoaded: revision.recordsCount,
    recordsQuarantined: revision.report?.recordsQuarantined ?? 0,
    report: revision.report,
    seconds: (performance.now() - started) / 1000,
    page: pageOf(deployment, portal.config, datasetId),
  }
}

const locationOf = (source: PublishSource): string => ('url' in source ? source.url : source.file)

/** A file beside the data, opened when its turn has come; it may not be larger than a source. */
const toKeep = ({ words, source }: PublishAttachment, limit: number): AttachmentToKeep => ({
  words,
  open: async signal => {
    const opened = await openSource(locationOf(source), signal)
    return { name: opened.name, bytes: counted(opened, limit, () => undefined) }
  },
})

function pageOf(
  { settings }: Deployment,
  config: {
    readonly hosts: readonly [string, ...string[]]
    readonly languages: readonly [string, ...string[]]
  },
  datasetId: string,
): string {
  const port = settings.publicScheme === 'https' || settings.port === 80 ? '' : `:${settings.port}`
  return `${settings.publicScheme}://${config.hosts[0]}${port}/${config.languages[0]}/explore/dataset/${datasetId}/`
}

/** The bytes as they come, with progress; refused when they are more than the operator allows. */
async function* counted(
  { bytes, size }: OpenedSource,
  limit: number,
  onProgress: OnProgress,
): AsyncGenerator<Uint8Array> {
  let read = 0
  for await (const chunk of bytes) {
    read += chunk.byteLength
    if (read > limit) throw new VitrineError('source_over_limit', { limit })
    onProgress({ step: 'keep', share: size === null || size === 0 ? null : read / size })
    yield chunk
  }
}

/** Waits for a load; tells its progress; leaving it does not stop it. */
async function untilPublished(
  ports: Ports,
  jobId: string,
  revisionId: number,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Revision> {
  for (;;) {
    signal.throwIfAborted()
    const status = await ports.jobs.status(jobId)
    if (status === null) throw new VitrineError('bug')
    if (status.progress !== null) onProgress(status.progress)
    if (status.state === 'done' || status.state === 'failed' || status.state === 'cancelled') {
      const revision = await ports.catalog.getRevision(revisionId)
      if (revision.state === 'published' || revision.state === 'superseded') return revision
      const code = revision.failure?.code ?? status.failure ?? 'bug'
      throw new VitrineError(isErrorCode(code) ? code : 'bug', revision.failure?.params ?? {})
    }
    await sleep(POLL_MS, undefined, { signal })
  }
}
