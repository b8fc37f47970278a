import { formatsFor } from '../../../core/i18n/formats.ts'
import { directionOf } from '../../../core/i18n/languages.ts'
import { translator } from '../../../core/i18n/translate.ts'
import type { PortalsModel } from '../models/portals-model.ts'
import { Document } from '../ui/document.tsx'
import { Mark } from '../ui/mark.tsx'

/** The operator's list of portals, answered on the loopback host only. */
export const PortalsPage = ({ model }: { model: PortalsModel }) => {
  const t = translator(model.language)
  const formats = formatsFor(model.language)
  return (
    <Document
      head={{ title: t('portals.title'), hidden: true }}
      language={model.language}
      dir={directionOf(model.language)}
      assets={model.assets}
      theme={model.theme}
    >
      <header class="top">
        <div class="shell top-row">
          <span class="name">
            <Mark />
            <span>Vitrine</span>
          </span>
        </div>
      </header>
      <main id="main">
        <div class="shell narrow stack page">
          <div>
            <h1>{t('portals.title')}</h1>
            <p class="lead">{t('portals.lead', { count: model.portals.length })}</p>
          </div>
          <ul class="formats">
            {model.portals.map(portal => (
              <li>
                <div>
                  <h2>
                    <a href={portal.href}>
                      <bdi lang={portal.title.lang || undefined}>{portal.title.text}</bdi>
                    </a>
                  </h2>
                  <p class="muted">
                    <bdi>{portal.hosts.join(', ')}</bdi> · {portal.languages.join(', ')}
                  </p>
                </div>
                {portal.datasets !== null && <p class="figure">{formats.number(portal.datasets)}</p>}
              </li>
            ))}
          </ul>
        </div>
      </main>
    </Document>
  )
}
