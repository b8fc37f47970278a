import type { ActionContext } from '../../context.ts'
import { NO_SESSION } from '../../cookies/session-cookie.ts'
import { accountUrl, signInUrl } from '../account-urls.ts'
import { MessagePage } from '../front/account/message-page.tsx'
import { SignOutPage } from '../front/account/sign-out-page.tsx'
import type { AccountWeb, Asked } from './asked.ts'
import { formRows, goTo, type PageRows, pageRows } from './rows.tsx'

/** Not `"cookies"`: that would reach the portals of others on the same domain (privacy.md §1.2, T14). */
export const CLEARED = { 'clear-site-data': '"cache", "storage"' }

async function act({ web, ctx, context }: Asked<ActionContext>) {
  const { presented } = context
  if (presented !== null) await web.accounts.desk.end(presented)
  return goTo(accountUrl(ctx.language, 'signed_out'), {
    caching: 'none',
    cookies: presented === null ? [] : [NO_SESSION],
    headers: { location: accountUrl(ctx.language, 'signed_out'), ...CLEARED },
  })
}

/** Signing out: a page that asks, an act that ends the session and clears its cookies, a page that says so. */
export const signOutRows = (web: AccountWeb): readonly PageRows[] => [
  formRows(web, 'sign_out', {
    page: ({ ctx, context }, form) =>
      context.isSignedIn ? (
        <SignOutPage ctx={ctx} form={form} />
      ) : (
        goTo(accountUrl(ctx.language, 'signed_out'))
      ),
    act,
  }),
  pageRows(web, 'signed_out', ({ ctx }) => (
    <MessagePage
      ctx={ctx}
      model={{
        ...{ title: ctx.t('signed-out.title'), text: ctx.t('signed-out.text') },
        links: [
          { label: ctx.t('sign-in.again'), href: signInUrl(ctx.language, `/${ctx.language}/`) },
          { label: ctx.t('error-page.home'), href: `/${ctx.language}/` },
        ],
      }}
    />
  )),
]
