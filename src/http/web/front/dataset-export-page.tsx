import { isMessageKey } from '../../../core/i18n/translate.ts'
import type { DatasetExportModel, ExportFormat } from '../models/dataset-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Chips } from '../ui/chips.tsx'
import { DatasetFrame } from '../ui/dataset-frame.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { Snippet } from '../ui/snippet.tsx'

/** `/{lang}/explore/dataset/{id}/export/`: every format, what it suits, its address. */
export const DatasetExportPage = ({ ctx, model }: { ctx: PageContext; model: DatasetExportModel }) => {
  const { t } = ctx
  const { head, total } = model
  return (
    <DatasetFrame ctx={ctx} head={head} tab="export">
      <div class="shell narrow">
        <div class="results-head">
          <h2>{t('export.title')}</h2>
          <p class="muted">
            {total === head.records
              ? t('export.all', { count: total })
              : t('export.filtered', { count: total, total: head.records })}
          </p>
          <Chips ctx={ctx} chips={model.chips} clearHref={model.clearHref} />
        </div>
        {model.fault !== null && <Notice ctx={ctx}>{model.fault}</Notice>}
        {model.groups.map(({ use, formats }) => (
          <section class="format-group">
            <h3>{t(`export.use.${use}`)}</h3>
            <ul class="formats">
              {formats.map(format => (
                <FormatRow ctx={ctx} format={format} total={total} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </DatasetFrame>
  )
}

const FormatRow = ({ ctx, format, total }: { ctx: PageContext; format: ExportFormat; total: number }) => {
  const { t, formats } = ctx
  const suits = `format.${format.name}`
  return (
    <li>
      <div>
        <h4>{format.label}</h4>
        {isMessageKey(suits) && <p class="muted">{t(suits)}</p>}
        {format.limit !== null && total > format.limit && (
          <p class="late">{t('export.limit', { count: format.limit })}</p>
        )}
      </div>
      <a class="button" href={format.href} download>
        <Icon ctx={ctx} name="download" />
        {t('export.get')}
        <span class="hush"> {format.label}</span>
        {format.bytes !== null && <small>{formats.bytes(format.bytes)}</small>}
      </a>
      <details>
        <summary>
          {t('export.address')}
          <span class="hush"> {format.label}</span>
        </summary>
        <Snippet ctx={ctx} label={t('export.address')} text={`${ctx.origin}${format.href}`} />
      </details>
    </li>
  )
}
