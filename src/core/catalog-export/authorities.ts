import { primarySubtag } from '../i18n/languages.ts'

/** Root of the authority tables of the EU's Publications Office, which DCAT-AP prescribes (DCAT-AP 3.0 §12). */
const AUTHORITY = 'http://publications.europa.eu/resource/authority'

/** Themes of data portals as one scheme. */
export const THEME_SCHEME = `${AUTHORITY}/data-theme`

/** ISO 639-3 codes of the table of languages, by ISO 639-1. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ...{ ar: 'ARA', bg: 'BUL', ca: 'CAT', cs: 'CES', da: 'DAN', de: 'DEU', el: 'ELL', en: 'ENG', es: 'SPA' },
  ...{ et: 'EST', eu: 'EUS', fi: 'FIN', fr: 'FRA', ga: 'GLE', gl: 'GLG', hr: 'HRV', hu: 'HUN', is: 'ISL' },
  ...{ it: 'ITA', ja: 'JPN', lb: 'LTZ', lt: 'LIT', lv: 'LAV', mt: 'MLT', nl: 'NLD', no: 'NOR', pl: 'POL' },
  ...{ pt: 'POR', ro: 'RON', ru: 'RUS', sk: 'SLK', sl: 'SLV', sv: 'SWE', tr: 'TUR', uk: 'UKR', zh: 'ZHO' },
}

/** The IRI of a language; null for one that the table here does not have. */
export function languageIri(tag: string): string | null {
  const primary = primarySubtag(tag)
  const code = Object.hasOwn(LANGUAGES, primary) ? LANGUAGES[primary] : undefined
  return code === undefined ? null : `${AUTHORITY}/language/${code}`
}

/** Codes of the table of frequencies, with the repetition that ISO 8601 has for them, where it has one. */
const FREQUENCIES: Readonly<Record<string, string | null>> = {
  ...{ TRIDECENNIAL: 'R/P30Y', BIDECENNIAL: 'R/P20Y', DECENNIAL: 'R/P10Y', QUINQUENNIAL: 'R/P5Y' },
  ...{ QUADRENNIAL: 'R/P4Y', TRIENNIAL: 'R/P3Y', BIENNIAL: 'R/P2Y', ANNUAL: 'R/P1Y', ANNUAL_2: 'R/P6M' },
  ...{ ANNUAL_3: 'R/P4M', QUARTERLY: 'R/P3M', BIMONTHLY: 'R/P2M', MONTHLY: 'R/P1M', MONTHLY_2: 'R/P0.5M' },
  ...{ MONTHLY_3: 'R/P0.33M', BIWEEKLY: 'R/P2W', WEEKLY: 'R/P1W', WEEKLY_2: 'R/P3.5D', WEEKLY_3: 'R/P0.33W' },
  ...{ DAILY: 'R/P1D', DAILY_2: 'R/PT12H', TRIHOURLY: 'R/PT3H', BIHOURLY: 'R/PT2H', HOURLY: 'R/PT1H' },
  ...{ CONT: 'R/PT1S', UPDATE_CONT: 'R/PT1S', IRREG: 'irregular', AS_NEEDED: null, NEVER: null },
  ...{ NOT_PLANNED: null, OP_DATPRO: null, OTHER: null, UNKNOWN: null },
}

/** The IRI of a declared frequency; null for a code that is none of the table. */
export const frequencyIri = (code: string): string | null =>
  Object.hasOwn(FREQUENCIES, code) ? `${AUTHORITY}/frequency/${code}` : null

/** A declared frequency as ISO 8601 repeats it, or `irregular`; null when it is no promise. */
export const frequencyInterval = (code: string): string | null =>
  Object.hasOwn(FREQUENCIES, code) ? (FREQUENCIES[code] ?? null) : null

/** Codes of the table of file types, by the names of formats. */
const FILE_TYPES: Readonly<Record<string, string>> = {
  ...{ csv: 'CSV', json: 'JSON', geojson: 'GEOJSON', xlsx: 'XLSX', parquet: 'PARQUET', shp: 'SHP' },
  ...{ kml: 'KML', gpx: 'GPX', rdfxml: 'RDF_XML', turtle: 'RDF_TURTLE', n3: 'N3', jsonld: 'JSON_LD' },
  ...{ ical: 'ICS', jsonl: 'JSON' },
}

/** The IRI of the file type of a format of records; null where the table has none. */
export function fileTypeIri(format: string): string | null {
  const code = FILE_TYPES[format]
  return code === undefined ? null : `${AUTHORITY}/file-type/${code}`
}

/** The IRI of an Internet media type, its parameters left out (DCAT 3 §6.8.15). */
export const mediaTypeIri = (type: string): string =>
  `https://www.iana.org/assignments/media-types/${type.split(';', 1)[0]?.trim() ?? type}`

/** Words that publishers name themes by, by the codes of the table of data themes. */
const THEME_WORDS: Readonly<Record<string, string>> = {
  AGRI: 'agriculture|fisheries|forestry|food|agriculture, fisheries, forestry and food|agriculture, pêche, sylviculture et alimentation|landbouw|landwirtschaft|landbouw, visserij, bosbouw en voeding|alimentation',
  ECON: 'economy|finance|economy and finance|économie|économie et finances|economie|economie en financiën|wirtschaft|wirtschaft und finanzen|finances|budget',
  EDUC: 'education|culture|sport|education, culture and sport|éducation|éducation, culture et sport|onderwijs|onderwijs, cultuur en sport|cultuur|bildung|bildung, kultur und sport|kultur',
  ENER: 'energy|énergie|energie',
  ENVI: 'environment|environnement|milieu|umwelt|nature|climate|climat',
  GOVE: 'government|public sector|government and public sector|gouvernement|administration|gouvernement et secteur public|overheid|overheid en publieke sector|regierung und öffentlicher sektor|verwaltung',
  HEAL: 'health|santé|gezondheid|gesundheit',
  INTR: 'international issues|international|questions internationales|internationale vraagstukken|internationale themen',
  JUST: 'justice|public safety|justice, legal system and public safety|justice, système juridique et sécurité publique|justitie|justiz|security|sécurité',
  REGI: 'regions and cities|cities|régions et villes|urbanisme|urbanism|town planning|regio’s en steden|regionen und städte|territory|territoire',
  SOCI: 'population|society|population and society|population et société|demography|démographie|social|bevolking|bevolking en samenleving|bevölkerung|bevölkerung und gesellschaft',
  TECH: 'science|technology|science and technology|science et technologie|sciences|wetenschap|wetenschap en technologie|wissenschaft und technologie|wissenschaft|astronomy|astronomie',
  TRAN: 'transport|mobility|mobilité|transports|vervoer|verkehr|mobiliteit|mobilität|transportation',
}

const THEME_CODES: ReadonlyMap<string, string> = new Map(
  Object.entries(THEME_WORDS).flatMap(([code, words]) => words.split('|').map(word => [word, code] as const)),
)

/** The IRI of the data theme that a theme's label names in any of its languages; null when none is known. */
export function dataThemeIri(labels: readonly string[]): string | null {
  const code = labels
    .map(label => THEME_CODES.get(label.trim().toLowerCase()))
    .find(found => found !== undefined)
  return code === undefined ? null : `${THEME_SCHEME}/${code}`
}

/** The IRI of the right of access to a dataset. */
export const accessRightIri = (open: boolean): string =>
  `${AUTHORITY}/access-right/${open ? 'PUBLIC' : 'RESTRICTED'}`
