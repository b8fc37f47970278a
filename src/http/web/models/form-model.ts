/** What is wrong with a form: said beside its field, or of the whole form where `field` is null. */
export interface FormFault {
  readonly field: string | null
  readonly text: string
}

/** A form as a page shows it. */
export interface FormModel {
  /** Of `RequestContext.csrfToken`. */
  readonly token: string
  readonly faults: readonly FormFault[]
  /** What was typed, by the names of the fields; never a password or a code. */
  readonly values: Readonly<Record<string, string>>
}

export const faultOf = ({ faults }: FormModel, field: string): string | undefined =>
  faults.find(fault => fault.field === field)?.text
