import { QueryRefused } from '../../app/explore/query-refused.ts'
import type { VitrineError } from '../../core/errors.ts'
import { isMessageKey } from '../../core/i18n/translate.ts'
import type { PageContext } from './models/page-context.ts'

/** Why a request is refused, in the visitor's language, by the parameter that is wrong; `''` where none is named. */
export function faultsByPlace(
  { t }: Pick<PageContext, 't'>,
  error: VitrineError,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const add = (place: string, sentence: string): void => {
    const told = found.get(place) ?? []
    if (!told.includes(sentence)) found.set(place, [...told, sentence])
  }
  if (error instanceof QueryRefused)
    for (const { code, place, params, hint } of error.faults) {
      const key = `error.${code}`
      if (isMessageKey(key)) add(place, t(key, params))
      if (hint !== undefined) add(place, t('filter.did-you-mean', { name: hint.params.name ?? '' }))
    }
  else add(placeOf(error), t(`error.${error.code}`, error.params))
  return found
}

/** The parameter that a fault of the window or of a value is about. */
function placeOf({ code, params }: VitrineError): string {
  if (code === 'parameter_invalid') return String(params.parameter)
  if (code === 'parameter_window') return /for (limit|offset)\b/.exec(String(params.message))?.[1] ?? 'limit'
  return ''
}
