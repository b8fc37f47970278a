import type { ComponentChildren } from 'preact'
import { WIRE_LANGUAGES } from '../../api/explore/language.ts'
import {
  CONSOLE_VIEWS,
  type ConsoleList,
  type ConsoleModel,
  type ConsoleText,
} from '../models/console-model.ts'
import type { PageContext } from '../models/page-context.ts'

interface FormProps {
  readonly ctx: PageContext
  readonly model: ConsoleModel
}

const EXAMPLES: Readonly<Partial<Record<ConsoleText, string>>> = {
  select: '*',
  group_by: '',
  timezone: 'Europe/Paris',
}

/** The request as a form: a plain GET, so that it works without scripts and every question has an address. */
export const ConsoleForm = ({ ctx, model }: FormProps) => {
  const { t } = ctx
  const { view } = model.state
  return (
    <form class="console-form" action={model.action} method="get">
      <fieldset class="choice">
        <legend class="hush">{t('console.of')}</legend>
        {CONSOLE_VIEWS.map(name => (
          <label>
            <input type="radio" name="view" value={name} checked={view === name} />
            {t(`console.${name}`)}
          </label>
        ))}
      </fieldset>
      <div class="of-records">
        <Clause ctx={ctx} model={model} name="select" />
      </div>
      <div class="of-facets">
        <Clause ctx={ctx} model={model} name="facet" />
      </div>
      <Clause ctx={ctx} model={model} name="where" />
      <div class="of-records">
        <Clause ctx={ctx} model={model} name="group_by" />
        <Clause ctx={ctx} model={model} name="order_by" />
      </div>
      <div class="pair of-records">
        <Short ctx={ctx} model={model} name="limit" number />
        <Short ctx={ctx} model={model} name="offset" number />
      </div>
      <More ctx={ctx} model={model} />
      <button class="button main" type="submit">
        {t('console.go')}
      </button>
    </form>
  )
}

const More = ({ ctx, model }: FormProps) => {
  const { texts, lists } = model.state
  const used = lists.refine.length + lists.exclude.length > 0 || texts.timezone !== '' || texts.lang !== ''
  const wrong = ['refine', 'exclude', 'timezone', 'lang'].some(name => model.faults.has(name))
  return (
    <details class="condition" open={used || wrong}>
      <summary>{ctx.t('console.more')}</summary>
      <div class="more">
        <List ctx={ctx} model={model} name="refine" />
        <List ctx={ctx} model={model} name="exclude" />
        <datalist id="facets">
          {model.facetNames.map(name => (
            <option value={`${name}:`} />
          ))}
        </datalist>
        <div class="pair">
          <Short ctx={ctx} model={model} name="timezone" />
          <Language ctx={ctx} model={model} />
        </div>
      </div>
    </details>
  )
}

interface FieldProps extends FormProps {
  readonly name: ConsoleText | ConsoleList
  readonly children: ComponentChildren
}

/** A labelled part of the form, its faults below it. */
const Field = ({ ctx, model, name, children }: FieldProps) => (
  <div class="field">
    <label for={name}>
      {ctx.t(`console.${name}`)} <code dir="ltr">{name}</code>
    </label>
    {children}
    <div data-fault={name}>
      <Faults model={model} name={name} />
    </div>
  </div>
)

const Faults = ({ model, name }: { model: ConsoleModel; name: string }) => {
  const told = model.faults.get(name)
  return told === undefined ? null : (
    <p class="fault" id={`fault-${name}`}>
      {told.join(' ')}
    </p>
  )
}

const described = (model: ConsoleModel, name: string) =>
  model.faults.has(name) ? { 'aria-invalid': 'true' as const, 'aria-describedby': `fault-${name}` } : {}

const Clause = ({ ctx, model, name }: FormProps & { name: ConsoleText }) => (
  <Field ctx={ctx} model={model} name={name}>
    <v-odsql data-clause={name} data-label={ctx.t(`console.${name}`)}>
      <textarea
        id={name}
        class="mono"
        name={name}
        rows={1}
        dir="ltr"
        spellcheck={false}
        autocapitalize="off"
        placeholder={EXAMPLES[name]}
        {...described(model, name)}
      >
        {model.state.texts[name]}
      </textarea>
    </v-odsql>
  </Field>
)

const Short = ({ ctx, model, name, number }: FormProps & { name: ConsoleText; number?: boolean }) => (
  <Field ctx={ctx} model={model} name={name}>
    <input
      id={name}
      name={name}
      type="text"
      inputmode={number === true ? 'numeric' : undefined}
      dir="ltr"
      autocomplete="off"
      placeholder={EXAMPLES[name]}
      value={model.state.texts[name]}
      {...described(model, name)}
    />
  </Field>
)

const List = ({ ctx, model, name }: FormProps & { name: ConsoleList }) => (
  <Field ctx={ctx} model={model} name={name}>
    {[...model.state.lists[name], ''].map((value, at) => (
      <input
        id={at === 0 ? name : undefined}
        aria-label={at === 0 ? undefined : ctx.t(`console.${name}`)}
        name={name}
        type="text"
        dir="ltr"
        list="facets"
        autocomplete="off"
        value={value}
        {...described(model, name)}
      />
    ))}
  </Field>
)

const Language = ({ ctx, model }: FormProps) => (
  <Field ctx={ctx} model={model} name="lang">
    <select id="lang" name="lang">
      <option value="" />
      {WIRE_LANGUAGES.map(tag => (
        <option value={tag} selected={model.state.texts.lang === tag}>
          {tag}
        </option>
      ))}
    </select>
  </Field>
)
