import { type PasskeyUse, passkeyOptionsUrl } from '../account-urls.ts'
import type { FormModel } from '../models/form-model.ts'
import type { PageContext } from '../models/page-context.ts'
import { Icon } from './icon.tsx'
import { PostForm } from './post-form.tsx'

interface PasskeyFormProps {
  readonly ctx: PageContext
  readonly form: FormModel
  readonly use: PasskeyUse
  /** Address of the page that takes the answer; the page's own when left out. */
  readonly action?: string
  readonly next: string
  readonly label: string
}

/** A button that asks the browser for a passkey: an island fills in the answer and sends the form. Only with scripts. */
export const PasskeyForm = ({ ctx, form, use, action, next, label }: PasskeyFormProps) => (
  <v-passkey data-options={passkeyOptionsUrl(ctx.language, use)} data-failed={ctx.t('passkey.failed')}>
    <PostForm form={form} {...(action === undefined ? {} : { action })}>
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="passkey" value="" />
      <button class="button" type="submit" hidden>
        <Icon ctx={ctx} name="key-round" />
        {label}
      </button>
    </PostForm>
  </v-passkey>
)
