import { renderToString } from 'preact-render-to-string'
import type { ConsentNotice } from '../../app/ports/consent-store.ts'
import { noticeOf } from '../../app/privacy/record-choice.ts'
import type { ConsentOffer } from '../../core/privacy/consent-state.ts'
import { policyWords } from '../../core/privacy/policy/entry-words.ts'
import type { RequestContext } from '../context.ts'
import type { ConsentServices, FormShown } from '../visitor/consent-action.ts'
import type { Assets } from './assets.ts'
import { Panel } from './front/preferences-page.tsx'
import { loadContext } from './load-context.ts'
import { offeredServices } from './models/preferences-model.ts'
import { ConsentBanner } from './ui/consent-banner.tsx'

const NOTHING = { granted: new Set<never>() }

/**
 * Makes the notice that a choice was made under: the banner or the panel as it stands on pages, with the stylesheet that it
 * is shown in (privacy.md §2.7). One notice is made for each offer, place and language.
 */
export function noticeMaker(assets: Assets, css: string): ConsentServices['noticeFor'] {
  const made = new WeakMap<ConsentOffer, Map<string, ConsentNotice>>()
  return (context, shown) => {
    const { consent } = context.portal
    const notices = made.get(consent) ?? new Map<string, ConsentNotice>()
    made.set(consent, notices)
    const name = `${shown.surface} ${shown.language}`
    const notice =
      notices.get(name) ??
      noticeOf(shown.language, `<style>${css}</style>${markupOf(assets, context, shown)}`)
    notices.set(name, notice)
    return notice
  }
}

function markupOf(assets: Assets, context: RequestContext, { surface, language }: FormShown): string {
  const ctx = loadContext(context, language, 'none', assets)
  const { stored, consent } = context.portal
  if (surface === 'banner' && ctx.portal.consent !== null)
    return renderToString(<ConsentBanner ctx={ctx} view={ctx.portal.consent} next="" />)
  const services = offeredServices(consent, NOTHING, policyWords(language, stored.config.languages[0]))
  return renderToString(<Panel ctx={ctx} services={services} />)
}
