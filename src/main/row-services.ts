import type { IdentityServices } from '../app/account/identity-sign-in.ts'
import { exploreService } from '../app/explore/explore-service.ts'
import { datasetOpener } from '../app/explore/open-dataset.ts'
import { pinnedRevision } from '../app/explore/pinned-revision.ts'
import { PreparedExports } from '../app/explore/prepared-exports.ts'
import { RecordThumbnails } from '../app/explore/record-thumbnails.ts'
import { publishedOf } from '../app/permission/published-of.ts'
import { seeDatasets } from '../app/permission/see-datasets.ts'
import type { LivePortals } from '../app/portal/live-portals.ts'
import type { Log } from '../app/ports/log.ts'
import { noticeOf } from '../app/privacy/record-choice.ts'
import type { AllowAlways } from '../http/embed/embed-consent.ts'
import { filesRoute } from '../http/files/files-host.ts'
import type { HostlessRoute } from '../http/route.ts'
import { choiceMaker } from '../http/visitor/make-choice.ts'
import type { Assets } from '../http/web/assets.ts'
import { noticeMaker } from '../http/web/consent-notice.tsx'
import { type OpenedContent, openContent } from './content-rows.ts'
import type { Deployment } from './open-deployment.ts'
import type { RowServices } from './portal-rows.ts'
import { statementServices } from './statement-services.ts'

/** What the rows of portals work with, and what has to be closed with them. */
export interface OpenedServices extends RowServices {
  readonly files: PreparedExports
  readonly content: OpenedContent
}

/** Whether visitors reach the portals over TLS, ended here or in front of us. */
export const isSecure = ({ publicScheme, tlsCertificate }: Deployment['settings']): boolean =>
  publicScheme === 'https' || tlsCertificate !== null

/** What is made before the rows. */
export interface RowParts {
  readonly accounts: IdentityServices
  readonly assets: Assets
  readonly styles: string
  readonly log: Log
  readonly securityCounts: RowServices['securityCounts']
}

/** The services of a deployment's rows. */
export function rowServices(
  deployment: Deployment,
  { accounts, assets, styles, log, securityCounts }: RowParts,
): OpenedServices {
  const { ports, settings, secrets } = deployment
  const see = seeDatasets(ports)
  const now = () => ports.clock.now().getTime()
  const secure = isSecure(settings)
  const statements = statementServices(deployment, secure)
  const makeChoice = choiceMaker({
    ...{ consent: ports.consent, clock: ports.clock, log },
    pageVersion: async ({ portal }) =>
      (await statements.live.published(portal)).get('cookies')?.[0]?.name ?? null,
  })
  const allowAlways: AllowAlways = async (context, { service, language, notice }) => {
    const { cookies } = await makeChoice(context, {
      ...{ choice: 'always', services: [service.id], surface: 'placeholder', language },
      ...{ notice: noticeOf(language, notice), withReceipt: false },
    })
    return cookies
  }
  const content = openContent({ ...{ assets, secure, secrets, now }, allowAlways }, log)
  return {
    ...{ accounts, assets, now, content, securityCounts, foreign: content.foreign },
    ...{ makeChoice, noticeFor: noticeMaker(assets, styles), consent: ports.consent },
    explorer: exploreService(ports, see),
    files: new PreparedExports(ports.prepared, log),
    opener: datasetOpener(ports, see),
    listPublished: publishedOf(ports, see),
    statements,
    findAudit: ports.audits.find,
    pinned: pinnedRevision(ports),
    blobs: ports.blobs,
    recordFiles: ports.recordFiles,
    thumbnails: new RecordThumbnails(ports),
    filesHost: settings.filesHost === null ? null : { secrets, now, host: settings.filesHost },
  }
}

/** The door of the host of files, where the deployment has one. */
export const filesRows = (
  { filesHost, blobs }: Pick<RowServices, 'filesHost' | 'blobs'>,
  portals: LivePortals,
): readonly HostlessRoute[] =>
  filesHost === null
    ? []
    : [filesRoute(filesHost, { blobs, portals: () => portals.all().map(({ stored }) => stored) })]
