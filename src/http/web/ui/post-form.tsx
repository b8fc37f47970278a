import type { ComponentChildren } from 'preact'
import type { FormModel } from '../models/form-model.ts'
import type { PageContext } from '../models/page-context.ts'

interface PostFormProps {
  readonly form: FormModel
  /** Where it is sent; the page's own address when left out. */
  readonly action?: string
  readonly class?: string
  readonly children: ComponentChildren
}

/** A form that changes something: it carries the token that proves that the visitor filled it in here. */
export const PostForm = ({ form, action, class: name = 'form', children }: PostFormProps) => (
  <form class={name} method="post" action={action}>
    <input type="hidden" name="csrfmiddlewaretoken" value={form.token} />
    {children}
  </form>
)

/** Everything that is wrong with a form, each with a way to its field; first on the page. */
export const FaultSummary = ({ ctx, form }: { ctx: PageContext; form: FormModel }) =>
  form.faults.length === 0 ? null : (
    <div class="faults" role="alert" tabIndex={-1} id="faults">
      <p>{ctx.t('form.faults', { count: form.faults.length })}</p>
      <ul>
        {form.faults.map(({ field, text }) => (
          <li>{field === null ? text : <a href={`#${field}`}>{text}</a>}</li>
        ))}
      </ul>
    </div>
  )

/** The name of a page, said to be faulty where its form is: the first thing that a screen reader says. */
export const formTitle = (ctx: PageContext, form: FormModel, title: string): string =>
  form.faults.length === 0 ? title : ctx.t('form.faulty_title', { title })
