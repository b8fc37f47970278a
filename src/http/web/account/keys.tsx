import { makeOwnKey, ownKeys, revokeOwnKey } from '../../../app/account/own-keys.ts'
import type { StoredKey } from '../../../app/ports/key-store.ts'
import { accountUrl } from '../account-urls.ts'
import { KeysPage, type ListedKey } from '../front/account/keys-page.tsx'
import { MadeKeyPage, NewKeyPage } from '../front/account/new-key-page.tsx'
import { readDone } from '../models/own-area.ts'
import type { AccountWeb } from './asked.ts'
import { requireProof } from './own-place.ts'
import { goTo, ownForm, type PageRows } from './rows.tsx'

function listed(key: StoredKey, now: number): ListedKey {
  const { id, name, hint, createdAt, expiresAt, lastUsedOn, revokedAt, grants } = key
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= now
  const named = grants.map(({ dataset }) => dataset)
  return {
    ...{ id, name, hint, createdAt, expiresAt, lastUsedOn },
    datasets: named.includes('*') ? null : named,
    state: revokedAt !== null ? 'revoked' : isOver ? 'over' : 'good',
  }
}

const listRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'keys', {
    page: async ({ ctx, context, signedIn }, form) => {
      const now = web.accounts.clock.now().getTime()
      const own = await ownKeys(web.accounts, context.portal.stored, signedIn)
      const model = {
        ...{ form, done: readDone(context.query.get('done')) },
        keys: own.map(key => listed(key, now)),
      }
      return <KeysPage ctx={ctx} model={model} />
    },
    act: async ({ ctx, context, signedIn }) => {
      const key = Number(context.form.get('key'))
      await revokeOwnKey(web.accounts, context.portal.stored, { signedIn, key })
      return goTo(accountUrl(ctx.language, 'keys', { done: 'key_revoked' }))
    },
  })

/** Identifiers of datasets as they were typed; null for all. */
function datasetsIn(text: string): readonly string[] | null {
  const named = text.split(/[\s,;]+/).filter(part => part !== '')
  return named.length === 0 ? null : [...new Set(named)]
}

const newRows = (web: AccountWeb): PageRows =>
  ownForm(web, 'new_key', {
    page: (asked, form) => {
      requireProof(asked)
      return <NewKeyPage ctx={asked.ctx} form={form} />
    },
    act: async ({ ctx, context, signedIn }) => {
      const { form, portal } = context
      const { key, stored } = await makeOwnKey(web.accounts, portal.stored, {
        ...{ signedIn, name: form.get('name') ?? '', datasets: datasetsIn(form.get('datasets') ?? '') },
        days: Number(form.get('days')) || 1,
      })
      return <MadeKeyPage ctx={ctx} name={stored.name} made={key} />
    },
    faults: { access_forbidden: { field: null, text: 'keys.too_many' } },
  })

/** API keys of whoever is signed in. */
export const keysRows = (web: AccountWeb): readonly PageRows[] => [listRows(web), newRows(web)]
