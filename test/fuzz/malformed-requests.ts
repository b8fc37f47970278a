import type { Random } from './random.ts'

/** A request as bytes on a socket, so that nothing between us and the server tidies it up. */
export interface RawRequest {
  readonly kind: string
  readonly bytes: Buffer
}

/** Requests that are right, from which mutants are made. `{dataset}` stands for a published one. */
const VALID_PATHS = [
  '/api/explore/v2.1/catalog/datasets?limit=5&offset=0',
  '/api/explore/v2.1/catalog/datasets?where=title like "star*"&order_by=modified desc',
  '/api/explore/v2.1/catalog/datasets/{dataset}',
  '/api/explore/v2.1/catalog/datasets/{dataset}/records?where=mag > 3 and mag <= 5.5&limit=20&order_by=mag desc',
  '/api/explore/v2.1/catalog/datasets/{dataset}/records?select=count(*) as n, avg(mag) as m&group_by=bv&limit=10',
  '/api/explore/v2.1/catalog/datasets/{dataset}/records?where=bv in ("0.1", "0.2") or not mag is null&timezone=Europe/Paris',
  '/api/explore/v2.1/catalog/datasets/{dataset}/records?refine=bv:0.5&exclude=bv:1.0&limit=100&offset=9900',
  '/api/explore/v2.1/catalog/datasets/{dataset}/facets?facet=bv&refine=bv:0.1',
  '/api/explore/v2.1/catalog/datasets/{dataset}/exports/csv?limit=3&delimiter=%3B&with_bom=true',
  '/api/explore/v2.1/catalog/datasets/{dataset}/exports/json?where="star"&limit=2',
  '/en/explore/?q=star&sort=title&page=2',
  '/fr/explore/dataset/{dataset}/table/?q=1&page=3',
  '/en/explore/dataset/{dataset}/',
] as const

const SHARP = [
  ...['"', "'", '`', '\\', ';', '--', '/*', '*/', '(', ')', '((((((((', '[', ']', '{', '}', '%', '%%', '%zz'],
  ...[
    '%00',
    '%0d%0a',
    '%ff',
    '%c0%ae',
    '\u{1F4A9}',
    '\u202e',
    '\ufeff',
    '..',
    '/../../',
    '//',
    '?',
    '&',
    '=',
    '#',
  ],
  ...[
    'null',
    'NaN',
    '-1',
    '1e999',
    '99999999999999999999',
    '0x41',
    'true',
    'undefined',
    '__proto__',
    'constructor',
  ],
  ...[' UNION ALL SELECT 1', "' OR '1'='1", '; DROP TABLE readers', '{p1:String}', '{{7*7}}', '<script>'],
  ...[
    'now(',
    'date_format(',
    "date'9999-99-99'",
    "geom'POINT(1'",
    'range(',
    'geo_cluster(',
    'count(distinct',
    'in (',
  ],
] as const

const pickSharp = (random: Random): string => SHARP[random.below(SHARP.length)] ?? '"'

function mutate(text: string, random: Random): string {
  const at = random.below(text.length + 1)
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at) + pickSharp(random) + text.slice(at)
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + random.below(6))
    case 2:
      return text.slice(0, at) + String.fromCodePoint(1 + random.below(0x2fff)) + text.slice(at + 1)
    case 3:
      return text + text.slice(at)
    case 4:
      return text.slice(0, at)
    case 5:
      return text.slice(0, at) + pickSharp(random).repeat(1 + random.below(200)) + text.slice(at)
    default:
      return [...text.slice(at), ...text.slice(0, at)].join('')
  }
}

const MUTABLE = /^(\/[^?]*)\??(.*)$/s

/** A valid request with one to three wounds in path or query; the leading slash stays so that it arrives. */
function mutant(dataset: string, random: Random): string {
  const valid = VALID_PATHS[random.below(VALID_PATHS.length)] ?? VALID_PATHS[0]
  const [, path = '/', query = ''] = MUTABLE.exec(valid.replace('{dataset}', dataset)) ?? []
  const wounds = 1 + random.below(3)
  let [newPath, newQuery] = [path, query]
  for (let i = 0; i < wounds; i++)
    if (query !== '' && random.chance(0.75)) newQuery = mutate(newQuery, random)
    else newPath = mutate(newPath, random)
  return `/${newPath.replace(/^\/+/, '')}${newQuery === '' ? '' : `?${newQuery}`}`
}

const noise = (random: Random, length: number): string =>
  Array.from({ length }, () => String.fromCodePoint(32 + random.below(95))).join('')

function garbageQuery(dataset: string, random: Random): string {
  const clause = random.pick([
    'where',
    'select',
    'group_by',
    'order_by',
    'refine',
    'facet',
    'timezone',
    'limit',
  ])
  const text = Array.from({ length: 1 + random.below(12) }, () =>
    random.chance(0.5) ? pickSharp(random) : noise(random, 1 + random.below(10)),
  ).join(' ')
  return `/api/explore/v2.1/catalog/datasets/${dataset}/records?${clause}=${encodeURIComponent(text)}`
}

/** Percent-encodes what HTTP/1.1 forbids in a target, or leaves it raw when the parser itself is the target. */
const target = (text: string, raw: boolean): Buffer =>
  raw
    ? Buffer.from(text.replaceAll(/[\r\n]/g, ''), 'latin1')
    : Buffer.from(encodeURI(text.toWellFormed()).replaceAll('%25', '%'))

const head = (method: string, path: Buffer, headers: string): Buffer =>
  Buffer.concat([
    Buffer.from(`${method} `),
    path,
    Buffer.from(` HTTP/1.1\r\n${headers}connection: close\r\n\r\n`, 'latin1'),
  ])

function headerRequest(host: string, random: Random): Buffer {
  const name = random.pick([
    'accept-language',
    'accept-encoding',
    'if-none-match',
    'range',
    'cookie',
    'x-forwarded-for',
  ])
  const value = random.chance(0.5)
    ? pickSharp(random).repeat(1 + random.below(50))
    : noise(random, random.below(3000))
  const safe = random.chance(0.8) ? value.replaceAll(/[^\x20-\x7e]/g, '?') : value
  return head(
    'GET',
    target('/api/explore/v2.1/catalog/datasets', false),
    `host: ${host}\r\n${name}: ${safe}\r\n`,
  )
}

function hostRequest(random: Random): Buffer {
  const host = random.pick([
    'evil.test',
    '',
    'a b',
    '[::',
    'datastro.localhost@evil.test',
    '%00',
    'x'.repeat(300),
  ])
  return head('GET', target('/en/', false), random.chance(0.2) ? '' : `host: ${host}\r\n`)
}

function bodyRequest(host: string, dataset: string, random: Random): Buffer {
  const method = random.pick(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'CONNECT', 'GET'])
  const type = random.pick([
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data',
    'x/y',
  ])
  const body = Buffer.from(
    random.chance(0.5) ? `where=${pickSharp(random)}&${noise(random, 50)}` : noise(random, 200),
  )
  const length = random.chance(0.8) ? body.byteLength : random.pick([-1, 1, 99999999999, body.byteLength + 5])
  const path = target(`/api/explore/v2.1/catalog/datasets/${dataset}/records`, false)
  const headers = `host: ${host}\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n`
  return Buffer.concat([head(method, path, headers), body])
}

/** The i-th malformed request of a run: more than half are mutants of valid ones. */
export function malformedRequest(host: string, dataset: string, random: Random): RawRequest {
  const plain = `host: ${host}\r\n`
  const dice = random.below(100)
  if (dice < 60)
    return { kind: 'mutant', bytes: head('GET', target(mutant(dataset, random), random.chance(0.1)), plain) }
  if (dice < 78)
    return { kind: 'garbage query', bytes: head('GET', target(garbageQuery(dataset, random), false), plain) }
  if (dice < 86) return { kind: 'header', bytes: headerRequest(host, random) }
  if (dice < 90) return { kind: 'host', bytes: hostRequest(random) }
  if (dice < 97) return { kind: 'body', bytes: bodyRequest(host, dataset, random) }
  return { kind: 'noise', bytes: Buffer.from(`${noise(random, 1 + random.below(400))}\r\n\r\n`, 'latin1') }
}
