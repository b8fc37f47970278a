import type { ConsentNotice } from '../../app/ports/consent-store.ts'
import { nextTarget } from '../../core/account/next-target.ts'
import { languageOfPrefix } from '../../core/i18n/negotiate.ts'
import { CHOICES, type Choice } from '../../core/privacy/consent-choice.ts'
import type { ActionContext, RequestContext } from '../context.ts'
import { type Reply, redirect } from '../reply.ts'
import type { ActionRoute } from '../route.ts'
import { preferencesUrl } from '../web/urls.ts'
import type { MakeChoice } from './make-choice.ts'

/** Where a form about cookies stands. */
export interface FormShown {
  readonly surface: 'banner' | 'panel'
  readonly language: string
}

/** What the rows about cookies work with. */
export interface ConsentServices {
  readonly makeChoice: MakeChoice
  /** The exact notice that a form is part of. */
  readonly noticeFor: (context: RequestContext, shown: FormShown) => ConsentNotice
}

/**
 * `POST /cookies/preferences`, class O: accept, reject, choose, withdraw, object, forget. Fields: `choice` (one of
 * {@link CHOICES}), `service` (identifiers, several), `surface` (`banner` or `panel`), `language`, `next`. Writes the cookie
 * and the ledger, and goes back to where the visitor was.
 */
export const consentAction = (services: ConsentServices): ActionRoute => ({
  name: 'visitor.consent',
  path: '/cookies/preferences',
  method: 'POST',
  surface: 'page',
  anyone: true,
  guard: 'origin',
  takes: 'form',
  handle: context => act(services, context),
})

const isChoice = (text: string): text is Choice => CHOICES.some(choice => choice === text)

/** What can be said on a portal that asks for nothing. */
const ALWAYS_POSSIBLE: readonly Choice[] = ['object', 'count', 'reset']

async function act({ makeChoice, noticeFor }: ConsentServices, context: ActionContext): Promise<Reply> {
  const { form, portal } = context
  const shown = shownOf(context)
  const to = targetOf(context, shown)
  const choice = form.get('choice') ?? ''
  const isPossible = portal.consent.asked.length > 0 || ALWAYS_POSSIBLE.some(one => one === choice)
  if (!isChoice(choice) || !isPossible) return redirect(to, 303)
  const isPanel = to === preferencesUrl(shown.language)
  const { cookies, receipt } = await makeChoice(context, {
    ...{ choice, ...shown, services: form.getAll('service') },
    notice: noticeFor(context, shown),
    withReceipt: isPanel,
  })
  return { ...redirect(isPanel ? answered(to, receipt) : to, 303), cookies }
}

function shownOf({ form, portal }: ActionContext): FormShown {
  const { languages } = portal.stored.config
  return {
    surface: form.get('surface') === 'banner' ? 'banner' : 'panel',
    language: languageOfPrefix(form.get('language') ?? '', languages) ?? languages[0],
  }
}

/** Choices of the panel come back to it, others to the page that they were made on. */
const targetOf = ({ form, origin }: ActionContext, { surface, language }: FormShown): string =>
  nextTarget(form.get('next'), origin, surface === 'panel' ? preferencesUrl(language) : `/${language}/`)

/** The panel says that it was saved, and shows the receipt this once. */
const answered = (to: string, receipt: string | null): string =>
  `${to}?${new URLSearchParams({ saved: '1', ...(receipt === null ? {} : { receipt }) })}`
