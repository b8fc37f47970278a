import { VitrineError } from '../../../core/errors.ts'
import type { MessageKey } from '../../../core/i18n/catalogues.ts'
import { isMessageKey } from '../../../core/i18n/translate.ts'
import type { FormFault } from '../models/form-model.ts'
import type { PageContext } from '../models/page-context.ts'

/** Fields of the faults that a visitor can mend in the form; null: of the form as a whole. */
const FIELDS: Readonly<Record<string, string | null>> = {
  email_invalid: 'email',
  email_taken: 'email',
  name_invalid: 'name',
  language_unknown: 'language',
  password_short: 'password',
  password_long: 'password',
  password_weak: 'password',
  proof_refused: 'password',
  too_many_attempts: null,
  last_administrator: null,
  second_factor_needed: null,
  last_way_in: null,
  passkey_refused: null,
  dataset_unknown: 'datasets',
  sign_up_closed: null,
}

/** Where and how a page says some faults in its own way. */
export type OwnFaults = Readonly<
  Record<string, { readonly field: string | null; readonly text?: MessageKey }>
>

/** A fault of a form, and what the form says of it. */
export interface FormFaults {
  readonly error: VitrineError
  readonly faults: readonly FormFault[]
}

/** What was wrong with a form, in the visitor's language; null for what no form can mend. */
export function faultsOf(
  { t }: Pick<PageContext, 't'>,
  thrown: unknown,
  own: OwnFaults = {},
): FormFaults | null {
  if (!(thrown instanceof VitrineError)) return null
  const said = own[thrown.code]
  const field = said === undefined ? FIELDS[thrown.code] : said.field
  const key = said?.text ?? `error.${thrown.code}`
  if (field === undefined || !isMessageKey(key)) return null
  return { error: thrown, faults: [{ field, text: t(key, thrown.params) }] }
}
