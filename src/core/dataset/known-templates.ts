import { type MetadataTemplate, members } from './metadata-templates.ts'

/** Templates that every dataset has, whatever its portal activates (explore-api §9.3). */
export const KNOWN_TEMPLATES: readonly MetadataTemplate[] = [
  {
    ...{ name: 'default', kind: 'basic', title: { en: 'Standard' } },
    members: [
      ...members('text', 'title'),
      ...members('html', 'description'),
      ...members('list', 'theme keyword', ['theme', 'keyword']),
      ...members('text', 'license license_url language', ['license', 'language']),
      ...members('list', 'metadata_languages'),
      ...members('text', 'timezone'),
      ...members('datetime', 'modified', ['modified']),
      ...members('boolean', 'modified_updates_on_metadata_change modified_updates_on_data_change'),
      ...members('datetime', 'data_processed metadata_processed'),
      ...members('list', 'geographic_reference'),
      ...members('boolean', 'geographic_reference_auto'),
      ...members('list', 'territory geometry_types'),
      ...members('text', 'bbox'),
      ...members('text', 'publisher references', ['publisher']),
      ...members('int', 'records_count'),
      ...members('list', 'attributions'),
      ...members(
        'text',
        'source_domain source_domain_title source_domain_address source_dataset shared_catalog',
      ),
      ...members('boolean', 'federated'),
      ...members('text', 'parent_domain update_frequency'),
    ],
  },
  {
    ...{ name: 'explore', kind: 'extra', title: { en: 'Explore' } },
    members: [
      ...members(
        'int',
        'download_count api_call_count attachments_download_count file_fields_download_count',
      ),
      ...members('int', 'reuse_count'),
      ...members('double', 'popularity_score'),
      ...members('list', 'geographic_reference_path geographic_reference_path_labels'),
    ],
  },
  {
    ...{ name: 'processing', kind: 'extra', title: { en: 'Processing' } },
    members: members('int', 'records_size'),
  },
  { ...{ name: 'visualization', kind: 'extra', title: { en: 'Visualization' } }, members: [] },
  { ...{ name: 'asset_content_configuration', kind: 'extra', title: { en: 'Content' } }, members: [] },
  {
    ...{ name: 'internal', kind: 'admin', title: { en: 'Internal' } },
    members: [...members('text', 'license_id theme_id'), ...members('boolean', 'draft')],
  },
]
