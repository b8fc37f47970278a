import { VitrineError } from '../../../core/errors.ts'
import type { Permission } from '../../../core/permission/permissions.ts'
import type { ActionContext } from '../../context.ts'
import type { AccountWeb, Asked, Made, OwnAsked } from '../account/asked.ts'
import type { OwnFaults } from '../account/form-faults.ts'
import { actOf, askedOf, emptyForm, own, type PageRows, personalPage } from '../account/rows.tsx'
import type { FormModel } from '../models/form-model.ts'
import { OFFICE_PAGES, type OfficePage } from './office-urls.ts'

/** Faults that forms of the back office can say. */
const OFFICE_FAULTS: OwnFaults = {
  access_forbidden: { field: null, text: 'office.forbidden' },
  user_unknown: { field: 'email' },
  group_taken: { field: 'slug' },
  group_invalid: { field: 'slug' },
  dataset_unknown: { field: 'dataset' },
  field_unknown: { field: 'fields' },
  odsql_invalid: { field: 'where' },
  mail_unavailable: { field: null },
}

/** A page of the back office. */
export interface OfficeForm {
  readonly page: (asked: OwnAsked, form: FormModel) => Promise<Made> | Made
  /** What its form does; none for a page that only tells. */
  readonly act?: (asked: OwnAsked<ActionContext>) => Promise<Made> | Made
  readonly faults?: OwnFaults
}

/** Where a page is, and what it needs: that of its part of the back office. */
export interface OfficePlace {
  readonly page: OfficePage
  /** Path under it with its parameters, `:id/`; empty for the page itself. */
  readonly below?: string
}

/** The rows of one page: its needs stand on both, and are looked at before either runs. */
export function officeRows(web: AccountWeb, { page, below = '' }: OfficePlace, form: OfficeForm): PageRows {
  const needs: Permission = OFFICE_PAGES[page].needs
  const name = `office.${page}${below === '' ? '' : `.${below.replaceAll(/[/:]+/g, '')}`}`
  const row = {
    name,
    path: `/:lang/office/${OFFICE_PAGES[page].path}${below}`,
    surface: 'page',
    needs,
  } as const
  const { act, faults } = form
  const whole = {
    page: own(form.page),
    act: own((asked: OwnAsked<ActionContext>) => act?.(asked) ?? nothing()),
    faults: { ...OFFICE_FAULTS, ...faults },
  }
  return {
    routes: [
      {
        ...row,
        handle: async context => {
          const asked: Asked = askedOf(web, context)
          return personalPage(asked, await whole.page(asked, emptyForm(context)))
        },
      },
    ],
    actions:
      act === undefined
        ? []
        : [
            {
              ...{ ...row, name: `${name}.act`, method: 'POST', guard: 'token', takes: 'form' },
              handle: context => actOf(askedOf(web, context), whole),
            },
          ],
  }
}

const nothing = (): never => {
  throw new VitrineError('bug')
}

/** A number in a path; `uri_unknown` for anything else. */
export function numberIn(text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text)) throw new VitrineError('uri_unknown')
  return Number(text)
}

/** One of several acts of a page, by the value of the button that was pressed. */
export function chosenAct<T>(acts: Readonly<Record<string, T>>, chosen: string | null): T {
  const act = chosen !== null && Object.hasOwn(acts, chosen) ? acts[chosen] : undefined
  if (act === undefined) throw new VitrineError('request_malformed')
  return act
}
