import { auditPath, keepAudit } from '../app/audit/keep-audit.ts'
import { findPortal } from '../app/catalog/published-datasets.ts'
import type { Ports } from '../app/ports/ports.ts'
import type { Application } from '../cli/application.ts'

/** Audits as the command line keeps them. */
export const auditApplication = (ports: Ports): Pick<Application, 'keepAudit'> => ({
  keepAudit: async (slug, report) => {
    const { name } = await keepAudit(ports, await findPortal(ports, slug), report)
    return `${report.site}${auditPath(name)}`
  },
})
