import { languageLabel } from '../../i18n/languages.ts'
import { type ChangedValue, isLifetime, isList, type PolicyChange } from './changes.ts'
import { lifetimeText, locationText, type PolicyWords } from './entry-words.ts'

/** A change in a sentence: `svc.youtube.vid: kept for 180 days → 395 days`. */
export function changeText(change: PolicyChange, words: PolicyWords): string {
  const { t } = words
  switch (change.what) {
    case 'changed':
      return t('policy.change.changed', {
        entry: words.code(change.entry),
        member: t(`policy.member.${change.member}`),
        values: valuesText(change, words),
      })
    case 'portal':
      return t('policy.change.portal', {
        member: t(`policy.member.${change.member}`),
        values: valuesText(change, words),
      })
    case 'added':
    case 'removed':
    case 'reworded':
      return t(`policy.change.${change.what}`, { entry: words.code(change.entry) })
    default:
      return t(`policy.change.${change.what}`)
  }
}

interface Changed {
  readonly member: string
  readonly from: ChangedValue
  readonly to: ChangedValue
}

const valuesText = ({ member, from, to }: Changed, words: PolicyWords): string =>
  words.t('policy.change.values', {
    from: valueText(member, from, words),
    to: valueText(member, to, words),
  })

const LOCATIONS = ['front', 'back', 'api', 'embed'] as const

function valueText(member: string, value: ChangedValue, words: PolicyWords): string {
  const { t, list, country, language } = words
  if (value === null || value === '') return t('policy.change.nothing')
  if (typeof value === 'boolean') return t(value ? 'policy.value.yes' : 'policy.value.no')
  if (isLifetime(value)) return lifetimeText(value, words)
  if (isList(value)) {
    if (value.length === 0) return t('policy.change.nothing')
    if (member === 'locations')
      return locationText(
        LOCATIONS.filter(one => value.includes(one)),
        words,
      )
    if (member === 'transfers') return list(value.map(country))
    if (member === 'languages') return list(value.map(tag => languageLabel(tag, language)))
    return list(value)
  }
  return wordOf(member, value, words)
}

/** Values of closed lists have words of their own. */
function wordOf(member: string, value: string, { t, code }: PolicyWords): string {
  switch (member) {
    case 'identifies':
      return value === 'nobody' || value === 'browser' || value === 'account'
        ? t(`policy.identifies.${value}`)
        : value
    case 'mode':
      return value === 'proxy' || value === 'gate' || value === 'open' ? t(`policy.way.${value}`) : value
    case 'statistics':
      return value === 'anonymous' || value === 'external' ? t(`policy.value.${value}`) : value
    default:
      return code(value)
  }
}
