import type { LiteralTerm, Property } from '../rdf/terms.ts'
import { text } from '../rdf/terms.ts'
import { type CatalogEntry, type CatalogView, metaText } from './entry.ts'
import { property, resource } from './resources.ts'

const WKT = 'http://www.opengis.net/ont/geosparql#wktLiteral'

/** What places it is about: territories by name, and the box that `inspire` declares. */
export function placesOf(entry: CatalogEntry, view: CatalogView): readonly Property[] {
  const box = boxOf(entry, view)
  const spatial = metaText(['dcat', 'spatial'], entry, view)
  const names = [...entry.revision.metadata.territory, ...(spatial === null ? [] : [spatial])]
  return [
    ...names.map(name =>
      property('dcterms:spatial', resource('dcterms:Location', [property('skos:prefLabel', text(name))])),
    ),
    ...(box === null
      ? []
      : [property('dcterms:spatial', resource('dcterms:Location', [property('dcat:bbox', box)]))]),
  ]
}

const SIDES = ['westbound_longitude', 'southbound_latitude', 'eastbound_longitude', 'northbound_latitude']

/** The declared box as a polygon, longitude first (DCAT 3 §6.15.3); null unless all four sides are numbers. */
function boxOf(entry: CatalogEntry, view: CatalogView): LiteralTerm | null {
  const sides = SIDES.map(side => metaText(['inspire', `extend_bounding_box_${side}`], entry, view))
  const [west, south, east, north] = sides.map(side => (side === null ? Number.NaN : Number(side)))
  if (sides.length !== 4 || [west, south, east, north].some(Number.isNaN)) return null
  const ring = [
    ...[`${west} ${south}`, `${east} ${south}`, `${east} ${north}`, `${west} ${north}`, `${west} ${south}`],
  ]
  return { kind: 'literal', value: `POLYGON((${ring.join(', ')}))`, datatype: WKT }
}
