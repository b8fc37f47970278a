import { KNOWN_TEMPLATES } from '../../../core/dataset/known-templates.ts'
import {
  activeTemplates,
  type MetadataTemplate,
  type MetaMember,
  TEMPLATE_KINDS,
} from '../../../core/dataset/metadata-templates.ts'
import { VitrineError } from '../../../core/errors.ts'
import { resolveText } from '../../../core/i18n/language-map.ts'
import type { RequestContext } from '../../context.ts'
import { json, type Reply } from '../../reply.ts'
import { apiLanguage } from './language.ts'
import { apiRoot } from './links.ts'
import { readExploreParams } from './params.ts'

/** The templates of a kind that the datasets of a portal have. */
function templatesOf({ portal }: RequestContext, kind: string | undefined): readonly MetadataTemplate[] {
  const templates = [...KNOWN_TEMPLATES, ...activeTemplates(portal.stored.config.metadataTemplates)]
  return templates.filter(template => template.kind === kind)
}

const hrefOf = (context: RequestContext, ...path: readonly string[]): string =>
  [apiRoot(context.origin), 'catalog/metadata_templates', ...path].join('/')

const languageOf = (context: RequestContext): string =>
  apiLanguage(context, readExploreParams(context.query).lang)

/** `GET /catalog/metadata_templates` (explore-api §7.7). */
export function templateKinds(context: RequestContext): Reply {
  const links = [
    { rel: 'self', href: hrefOf(context) },
    ...TEMPLATE_KINDS.map(kind => ({ rel: kind, href: hrefOf(context, kind) })),
  ]
  return json({ links }, { language: languageOf(context) })
}

/** `GET /catalog/metadata_templates/{type}`. */
export function templateList(context: RequestContext): Reply {
  const kind = TEMPLATE_KINDS.find(one => one === context.params.type)
  if (kind === undefined) throw new VitrineError('uri_unknown')
  const language = languageOf(context)
  const templates = templatesOf(context, kind).map(template => shown(template, context, language))
  return json({ metadata_templates: templates }, { language })
}

/** `GET /catalog/metadata_templates/{type}/{name}`. */
export function templateReply(context: RequestContext): Reply {
  const { type, name } = context.params
  const template = templatesOf(context, type).find(one => one.name === name)
  if (template === undefined) throw new VitrineError('uri_unknown')
  const language = languageOf(context)
  return json(shown(template, context, language), { language })
}

const shown = (template: MetadataTemplate, context: RequestContext, language: string): object => ({
  links: [{ rel: 'self', href: hrefOf(context, template.kind, template.name) }],
  metadata_template: {
    name: template.name,
    type: template.kind,
    schema: template.members.map(member => memberObject(template, member, language)),
  },
})

/** A member as the wire has it; what we have no word for is `null`. */
const memberObject = (
  { name: template }: MetadataTemplate,
  member: MetaMember,
  language: string,
): object => ({
  name: member.name,
  label: member.label === null ? member.name : resolveText(member.label, language, 'en'),
  uri: template === 'dublin-core' ? `http://purl.org/dc/terms/${member.name}` : null,
  type: member.type,
  ...{ widget: null, values: null, values_domain_property: null, self_suggest: false, allow_empty: true },
  ...{ help_text: null, hidden: false },
})
