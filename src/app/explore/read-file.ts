import { compileFileLookup } from '../../core/sql/file-lookup.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import type { RecordStore } from '../ports/record-store.ts'
import type { Prepared } from './explorer.ts'
import { identityOf, type Target } from './question.ts'

interface FileText {
  readonly text: string | null
}

/** What the first record of a target that has a file says of it; null when no record has it. */
export function fileOf(
  records: RecordStore,
  target: Target,
  { prepared, fileId }: { readonly prepared: PreparedQuery; readonly fileId: string },
): Prepared<FileText> {
  const identity = identityOf(target, prepared)
  return {
    identity: identity === null ? null : `${identity}\n${fileId}`,
    run: async signal => {
      const lookup = compileFileLookup(prepared.planned, target.table, fileId)
      if (lookup === null) return { text: null }
      const [row] = await records.query(lookup, 'page', signal)
      return { text: typeof row?.[0] === 'string' ? row[0] : null }
    },
  }
}

export const fileBytes = ({ text }: FileText): number => text?.length ?? 0
