import { type DatasetAccess, METADATA_ONLY } from '../../core/permission/decide.ts'
import { filterFieldSet } from '../../core/sql/record-table.ts'
import { bindRowFilter } from '../../core/sql/row-filter.ts'
import type { PublishedDataset, StoredPublication } from '../ports/catalog-store.ts'

/**
 * A stored publication as a caller with this access may see it: the one way to what doors can ask. A stored condition
 * that no longer fits the revision shows no records at all, rather than all of them.
 */
export function seenDataset(
  { dataset, revision }: StoredPublication,
  asked: DatasetAccess,
): PublishedDataset {
  const layout = revision.fields
  const fits = asked.where === null || bindRowFilter(asked.where, filterFieldSet(layout, asked.fields)).ok
  const access = fits ? asked : METADATA_ONLY
  if (access.dataVisible && access.where === null && access.fields === null)
    return { dataset, revision, access, layout }
  const { fields } = asked
  return {
    dataset,
    access,
    layout,
    revision: {
      ...revision,
      fields: fields === null ? layout : layout.filter(({ name }) => fields.includes(name)),
      // what tells of the source tells of what is hidden, and so does a file that stands for an export
      ...{ source: null, options: {}, report: null },
      metadata: {
        ...revision.metadata,
        attachments: revision.metadata.attachments.filter(({ kind }) => kind !== 'alternative_export'),
      },
    },
  }
}
