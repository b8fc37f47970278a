/** A job's id outside: the kind, which names its queue, and the queue's own id. */
export interface JobRef {
  readonly kind: string
  readonly id: string
}

const REF = /^([\w-]+):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export const formatJobId = ({ kind, id }: JobRef): string => `${kind}:${id}`

/** Null for anything that never was the id of a job. */
export function parseJobId(text: string): JobRef | null {
  const [, kind, id] = REF.exec(text) ?? []
  return kind === undefined || id === undefined ? null : { kind, id }
}
