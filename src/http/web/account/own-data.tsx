import { exportOwnData } from '../../../app/account/export-own-data.ts'
import { deleteOwnAccount } from '../../../app/account/own-account.ts'
import { foldEmail } from '../../../core/account/account.ts'
import { VitrineError } from '../../../core/errors.ts'
import { attachmentHeader } from '../../content-disposition.ts'
import { NO_SESSION } from '../../cookies/session-cookie.ts'
import { json } from '../../reply.ts'
import { accountUrl } from '../account-urls.ts'
import { DataPage, DeletePage } from '../front/account/data-page.tsx'
import { MessagePage } from '../front/account/message-page.tsx'
import type { AccountWeb } from './asked.ts'
import { requireProof } from './own-place.ts'
import { goTo, own, ownForm, type PageRows, pageRows } from './rows.tsx'
import { CLEARED } from './sign-out.tsx'

const deleteRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'delete', {
    page: (asked, form) => {
      requireProof(asked)
      return <DeletePage ctx={asked.ctx} form={form} email={asked.signedIn.user.email} />
    },
    act: async ({ ctx, context, signedIn }) => {
      if (foldEmail(context.form.get('email') ?? '') !== foldEmail(signedIn.user.email))
        throw new VitrineError('email_invalid')
      await deleteOwnAccount(web.accounts, context.portal.stored, signedIn)
      const location = accountUrl(ctx.language, 'deleted')
      return goTo(location, { cookies: [NO_SESSION], headers: { location, ...CLEARED } })
    },
    faults: { email_invalid: { field: 'email', text: 'delete.mismatch' } },
  })

/** What is kept of somebody: to look at, to take along, to have deleted (GDPR art. 15, 17 and 20). */
export const ownDataRows = (web: AccountWeb): readonly PageRows[] => [
  pageRows(
    web,
    'data',
    own(({ ctx }) => <DataPage ctx={ctx} />),
  ),
  pageRows(
    web,
    'export',
    own(async ({ context, signedIn }) => {
      const { stored } = context.portal
      const [identities, groups] = await Promise.all([
        web.accounts.identities.identitiesOf(stored.id, signedIn.user.id),
        web.accounts.groups.groupsOf(stored.id, signedIn.user.id),
      ])
      const more = { identities, groups: groups.map(({ slug, name }) => ({ slug, name })) }
      const data = await exportOwnData(web.accounts, stored, { signedIn, more })
      return json(data, {
        caching: 'personal',
        headers: { 'content-disposition': attachmentHeader(`${stored.config.slug}-account.json`) },
      })
    }),
  ),
  deleteRows(web),
  pageRows(web, 'deleted', ({ ctx }) => {
    const links = [{ label: ctx.t('error-page.home'), href: `/${ctx.language}/` }]
    return (
      <MessagePage ctx={ctx} model={{ title: ctx.t('deleted.title'), text: ctx.t('deleted.text'), links }} />
    )
  }),
]
