import { isSignUpOpen, requestReset, signUp } from '../../../app/account/sign-up.ts'
import { accountUrl, signInUrl } from '../account-urls.ts'
import { ForgottenPage } from '../front/account/forgotten-page.tsx'
import { MessagePage } from '../front/account/message-page.tsx'
import { SignUpPage } from '../front/account/sign-up-page.tsx'
import type { AccountWeb, Asked } from './asked.ts'
import { formRows, goTo, type PageRows, pageRows } from './rows.tsx'

/** Whoever fills in a form of a stranger. */
const placeOf = ({ context, ctx }: Asked) => ({
  portal: context.portal.stored,
  address: context.visitor.address,
  language: ctx.language,
})

const signUpRows = (web: AccountWeb): PageRows =>
  formRows(web, 'sign_up', {
    page: ({ ctx, context }, form) => {
      const { stored } = context.portal
      if (!isSignUpOpen(stored)) return goTo(signInUrl(ctx.language, `/${ctx.language}/`))
      return (
        <SignUpPage ctx={ctx} model={{ form, approved: stored.config.accounts?.signUp === 'approval' }} />
      )
    },
    act: async asked => {
      const { form } = asked.context
      const said = { email: form.get('email') ?? '', name: form.get('name') ?? '' }
      await signUp(web.accounts, placeOf(asked), said)
      return goTo(accountUrl(asked.ctx.language, 'sent', { for: 'sign-up' }))
    },
  })

const forgottenRows = (web: AccountWeb): PageRows =>
  formRows(web, 'forgotten', {
    page: ({ ctx }, form) => <ForgottenPage ctx={ctx} form={form} />,
    act: async asked => {
      await requestReset(web.accounts, placeOf(asked), { email: asked.context.form.get('email') ?? '' })
      return goTo(accountUrl(asked.ctx.language, 'sent', { for: 'reset' }))
    },
  })

/** The same page for every address: nothing tells whether it is known (privacy.md S39). */
const sentRows = (web: AccountWeb): PageRows =>
  pageRows(web, 'sent', ({ ctx, context }) => {
    const purpose = context.query.get('for') === 'sign-up' ? 'sign_up' : 'reset'
    const model = {
      ...{ title: ctx.t('sent.title'), text: ctx.t(`sent.${purpose}`) },
      links: [{ label: ctx.t('sign-in.title'), href: signInUrl(ctx.language, `/${ctx.language}/`) }],
    }
    return <MessagePage ctx={ctx} model={model} />
  })

/** What somebody asks for who is not signed in: an account, a new password; both go on in a mail. */
export const strangersRows = (web: AccountWeb): readonly PageRows[] => [
  signUpRows(web),
  forgottenRows(web),
  sentRows(web),
]
