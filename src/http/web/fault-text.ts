import { QueryRefused } from '../../app/explore/query-refused.ts'
import type { VitrineError } from '../../core/errors.ts'
import { isMessageKey } from '../../core/i18n/translate.ts'
import type { PageContext } from './models/page-context.ts'

/** Why a filter cannot be used, in the visitor's language: that it is left out, each reason once, what was meant. */
export function faultText({ t }: Pick<PageContext, 't'>, error: VitrineError): string {
  const faults = error instanceof QueryRefused ? error.faults : []
  const reasons = faults.flatMap(({ code, params, hint }) => {
    const key = `error.${code}`
    const reason = isMessageKey(key) ? [t(key, params)] : []
    return hint === undefined
      ? reason
      : [...reason, t('filter.did-you-mean', { name: hint.params.name ?? '' })]
  })
  return [...new Set([t('filter.fault'), ...reasons])].join(' ')
}
