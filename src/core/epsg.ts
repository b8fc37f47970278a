/** EPSG codes newer than the list of definitions, as the older code of the same projection. */
const SAME_PROJECTION: Readonly<Record<string, string>> = {
  9793: '2154',
  9794: '2154',
  9776: '4171',
  9777: '4171',
}

/** What proj4 reads for an EPSG code; null for a code that is not known. */
export async function epsgDefinition(code: string): Promise<string | null> {
  const { default: list } = await import('proj4-list')
  return list[`EPSG:${SAME_PROJECTION[code] ?? code}`]?.[1] ?? null
}

/** Whether a definition is longitude and latitude on WGS 84, or on what is the same to a metre. */
export function isLongLat(definition: string): boolean {
  if (!/\+proj=longlat/.test(definition) || /\+pm=/.test(definition)) return false
  return /\+datum=(?:WGS84|NAD83)/.test(definition) || /\+towgs84=0(?:,0)*(?:\s|$)/.test(definition)
}
