import { type ConsentState, consentState } from '../../core/privacy/consent-state.ts'
import { isDeclaredRobot } from '../../core/privacy/declared-robot.ts'
import { text } from '../reply.ts'
import type { Route } from '../route.ts'
import { CONSENT_STYLE } from '../web/ui/consent-banner.tsx'

const HIDDEN = '.consent{display:none}'
const WITHDRAWAL = '.consent-withdraw{display:block}'

/** The banner of those who decided before: only what is asked again. */
const again = (lapsed: readonly string[]): string =>
  [
    '.consent-first,.consent-svc{display:none}',
    '.consent-again{display:grid}',
    ...lapsed.map(id => `.consent-svc-${id}{display:list-item}`),
  ].join('')

/** The rules by which a page, the same for everyone, shows what a visitor has to be asked. */
export const consentStyle = ({ ask, lapsed, granted }: ConsentState): string =>
  [ask === 'no' ? HIDDEN : ask === 'again' ? again(lapsed) : '', granted.size > 0 ? WITHDRAWAL : ''].join('')

/**
 * `GET /cookies/state.css`: whether the banner shows. Pages of a portal that asks for something point to it; they are the
 * same bytes for everyone, so that they may be cached, and need no script (privacy.md B16, B21, P38).
 */
export const consentStyleRoute: Route = {
  name: 'visitor.consent_style',
  path: CONSENT_STYLE,
  surface: 'page',
  anyone: true,
  handle: ({ portal, visitor }) => {
    const style = isDeclaredRobot(visitor.userAgent)
      ? HIDDEN
      : consentStyle(consentState(portal.consent, visitor.decision, visitor.objects))
    return text(style, { type: 'text/css; charset=utf-8', caching: 'personal' })
  },
}
