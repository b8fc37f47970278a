import type { Mutant } from './mutants.ts'

/** A guard switched off: which tests must notice, and by which ids. */
export interface GuardMutant extends Mutant {
  /** Test file that is run, below the project's folder. */
  readonly test: string
  /** Ids of which each must fail. */
  readonly ids: readonly string[]
}

const DOORS = 'test/privacy/doors.test.ts'
const CONSENT = 'src/core/privacy/consent-value.test.ts'

const at =
  (test: string, file: string) =>
  (name: string, ids: string, from: string, to: string): GuardMutant => ({
    ...{ name, test, file, from, to, ids: ids.split(' ') },
  })

const guard = at(DOORS, 'http/guard.ts')
const action = at(DOORS, 'http/answer-action.ts')
const provenance = at(DOORS, 'core/privacy/provenance.ts')
const token = at(DOORS, 'http/cookies/csrf.ts')
const mac = at(DOORS, 'core/privacy/csrf-token.ts')
const reading = at(DOORS, 'http/cookies/read-cookies.ts')
const gate = at(DOORS, 'http/cookies/check-set-cookie.ts')
const last = at(DOORS, 'http/cookies/gated-response.ts')
const visit = at(DOORS, 'http/visit.ts')
const route = at(DOORS, 'http/answer-route.ts')
const caller = at(DOORS, 'http/caller.ts')
const send = at(DOORS, 'http/send.ts')
const consent = at(CONSENT, 'core/privacy/consent-value.ts')
const state = at('src/core/privacy/consent-choice.test.ts', 'core/privacy/consent-state.ts')
const faults = at('src/core/privacy/registry-faults.test.ts', 'core/privacy/registry-faults.ts')
const hosts = at('src/core/privacy/cookie-naming.test.ts', 'core/privacy/cookie-naming.ts')
const entry = at('src/core/privacy/registry-entry.test.ts', 'core/privacy/registry-entry.ts')

const hostMoves = at('test/account/account.test.ts', 'app/account/move-between-hosts.ts')
const ownTrips = at('test/office/office.test.ts', 'adapters/oidc/openid-providers.ts')
const aliases = at('src/core/privacy/provenance.test.ts', 'core/privacy/provenance.ts')

const sessions = at('test/accounts/accounts.test.ts', 'app/account/find-session.ts')
const life = at('test/accounts/accounts.test.ts', 'core/account/session-life.ts')

/** Every guard of the doors and of consent, each switched off alone. */
export const GUARDS: readonly GuardMutant[] = [
  guard('two Origin headers', 'C27', 'if (origins.length > 1)', 'if (origins.length > 9)'),
  guard(
    'no token asked for',
    'C01 C02 C03 C06 C12 C41 C58',
    "if (guard === 'token')",
    "if (guard === 'none')",
  ),
  guard(
    'a second chance by header',
    'C10',
    'field ? field : headerOf(request, ',
    "headerOf(request, 'x-csrftoken') ?? field ?? headerOf(request, ",
  ),
  guard('an empty field counts', 'C09', 'field ? field :', 'field !== undefined && field !== null ? field :'),
  guard('any body', 'C59', 'if (!isOfType(request, takes)) throw', "if (takes === 'report') throw"),
  action(
    'foreign requests let in',
    'C17 C18 C23 C28 C33 C61 C62 C63',
    'if (reason === null) return',
    'if (reason !== undefined) return',
  ),
  action('refusals that nobody counts', 'C17 C28 C33', 'doors.events.tell(`foreign_${reason}`)', ''),
  action(
    'tokens refused without a word',
    'C01 C03 C06',
    "thrown.kind === 'forbidden')",
    "thrown.kind === 'bug')",
  ),
  action('keys in addresses act', 'C57', 'if (queryKey !== null) throw', "if (queryKey === '') throw"),
  provenance(
    'same-site is taken for our own',
    'C34',
    "['same-origin', 'none']",
    "['same-origin', 'none', 'same-site']",
  ),
  provenance(
    'Sec-Fetch-Site not looked at',
    'C33 C34 C37 C38',
    'if (secFetchSite !== undefined && !OWN_SITES.has(secFetchSite))',
    'if (secFetchSite === "x" && !OWN_SITES.has(secFetchSite))',
  ),
  provenance(
    'Origin by its beginning',
    'C24',
    'headers.origin === origin ?',
    'headers.origin.startsWith(origin.replace(/:\\d+$/, "")) ?',
  ),
  provenance(
    'Origin null lets the rest decide',
    'C18',
    'if (headers.origin !== undefined)',
    "if (headers.origin !== undefined && headers.origin !== 'null')",
  ),
  provenance(
    'same-origin makes up for a foreign Origin',
    'C38',
    'if (headers.origin !== undefined)',
    'if (headers.origin !== undefined && secFetchSite === undefined)',
  ),
  provenance(
    'no header, no question',
    'C28',
    'originOf(referer) === origin',
    '(referer === undefined || originOf(referer) === origin)',
  ),
  provenance(
    'Referer by its beginning',
    'C29',
    'originOf(referer) === origin',
    "(originOf(referer) ?? 'x').startsWith(origin.replace(/:\\d+$/, ''))",
  ),
  provenance(
    'Referer without TLS',
    'C31',
    'originOf(referer) === origin',
    "originOf(referer)?.replace('http:', 'https:') === origin.replace('http:', 'https:')",
  ),
  token(
    'the cookie may be missing',
    'C01 C02',
    "if (cookie === undefined) return 'csrf_cookie_missing'",
    "if (cookie === undefined) return submitted === undefined ? 'csrf_cookie_missing' : null",
  ),
  token(
    'the token may be missing',
    'C03 C11 C12',
    "if (submitted === undefined || submitted === '') return 'csrf_token_missing'",
    "if (submitted === undefined || submitted === '') return null",
  ),
  token('any form of token', 'C04 C05', 'if (!isCsrfToken(submitted))', "if (submitted === 'x')"),
  token(
    'a cookie that nobody signed',
    'C06',
    'if (!isCsrfToken(cookie) || !holds(scopes, cookie))',
    "if (cookie === 'x')",
  ),
  token('a token that nobody signed', 'C06', 'if (!holds(scopes, submitted) || (', 'if (('),
  token(
    'any token of nobody',
    'C58',
    '(anonymous && submitted !== cookie)',
    '(anonymous && submitted === "x")',
  ),
  token(
    'a cookie kept whatever it holds',
    'C46',
    'cookie !== undefined && isCsrfToken(cookie) && holds(issuing, cookie)',
    'cookie !== undefined',
  ),
  token(
    'a cookie set every time',
    'C50',
    'order: isGood ? null : csrfCookie(token)',
    'order: csrfCookie(token)',
  ),
  token('the same bytes in every form', 'C49', 'if (isGood && anonymous && cookie', 'if (isGood && cookie'),
  mac(
    'a mac of the nonce alone',
    'C41',
    'csrf/1\\n${host}\\n${binding}\\n${nonce}',
    'csrf/1\\n${host}\\n${nonce}',
  ),
  mac('a mac without the host', 'C02', 'csrf/1\\n${host}\\n${binding}', 'csrf/1\\n${binding}'),
  mac('any mac', 'C06 C41 C42', 'timingSafeEqual(said, macOf(scope, nonce))', 'timingSafeEqual(said, said)'),
  at(DOORS, 'core/privacy/portal-key.ts')(
    'one key for all portals',
    'C42',
    '${purpose}/${portal}/${version}',
    '${purpose}/${version}',
  ),
  reading(
    'padding of any kind',
    'T06',
    "text[at] === ' ' || text[at] === '\\t'",
    "(text[at] ?? 'x').trim() === ''",
  ),
  reading(
    'letters of any case',
    'T06',
    'unpadded(pair.slice(0, at))',
    "unpadded(pair.slice(0, at)).replace(/^__host-/i, '__Host-')",
  ),
  reading(
    'the last of two counts',
    'C45 S25 G7',
    'if (values.has(name) || doubled.includes(name)) {',
    'if (name === "") {',
  ),
  reading(
    'nameless cookies have names',
    'T07',
    "of (header ?? '').split(';')) {",
    "of (header ?? '').replaceAll(/(^|;) *=/g, '$1').split(';')) {",
  ),
  gate(
    'undeclared names leave',
    'P06',
    "if (entry?.attrs === undefined) return 'undeclared'",
    'if (entry?.attrs === undefined) return null',
  ),
  gate('Domain leaves', 'P07', "if (sent.domain !== undefined) return 'domain'", ''),
  gate('any path leaves', 'P07', "if (sent.path !== attrs.path) return 'path'", ''),
  gate(
    'scripts may read',
    'P07 S22',
    "if ((sent.httpOnly ?? false) !== attrs.httpOnly) return 'http_only'",
    '',
  ),
  gate('Secure is left out', 'G6', "if ((sent.secure ?? false) !== attrs.secure) return 'secure'", ''),
  gate('any SameSite leaves', 'P07 S22', "return 'same_site'", 'return null'),
  gate(
    'partitioned leaves',
    'P07',
    "if ((sent.partitioned ?? false) !== attrs.partitioned) return 'partitioned'",
    '',
  ),
  gate('any lifetime leaves', 'P08', "return 'lifetime'", 'return null'),
  gate('Expires leaves', 'P08', "if (sent.expires !== undefined) return 'expires'", ''),
  gate('what nobody knows leaves', 'P08', "? null : 'surplus'", '? null : null'),
  last(
    'the gate stands open',
    'P06 P07 P08 P09',
    'const kept = cookies.filter((_, at) => faults[at] === null)',
    'const kept = cookies',
  ),
  last('whole domains are cleared', 'T14', 'value => /cookies|\\*/i.test(value)', 'value => value === ""'),
  last('hints lead elsewhere', 'P09', "['link', isForeignHint],", ''),
  visit('unknown identifiers stay', 'S01', "if (session?.state === 'none') return [NO_SESSION]", ''),
  visit(
    'one of two cookies is taken back',
    'S25',
    "if (session?.state === 'none') return",
    "if (session?.state === 'none' || this.#seen.sentSession) return",
  ),
  visit(
    'doubled cookies go unsaid',
    'S25 G7',
    "doors.events.tell(name === entries.session.name ? 'session_doubled' : 'cookie_doubled')",
    'void name',
  ),
  visit('tokens of nobody in sessions', 'C41', 'alive ? sessionBinding(id) : ANONYMOUS', 'ANONYMOUS'),
  visit(
    'a renewed session takes its form along',
    'C43',
    'issuing: renewed === null ? scopes :',
    "issuing: renewed !== '' ? scopes :",
  ),
  visit('a token outlives its session', 'C43', 'if (!isOver || !isStale) return []', 'return []'),
  visit(
    'sessions are shared with caches',
    'S23',
    'return this.#read || this.#seen.sentSession',
    'return false',
  ),
  route(
    'what a handler saw of a session is kept',
    'S23',
    'if (visit !== null && visit.presented !== null) visit.markPersonal()',
    '',
  ),
  route('failures give cookies out', 'S12', 'status === 403 || status >= 500 ?', 'status === 1 ?'),
  send('personal answers are stored', 'C48 S23', "personal: 'private, no-store'", "personal: 'private'"),
  send('caches are not told of cookies', 'C48 S23', "? ['Cookie'] : []", '? [] : []'),
  caller(
    'a bad key falls back to the cookie',
    'C56',
    "if (credential.kind === 'unknown' || caller === null) throw new VitrineError('key_refused')",
    'if (caller === null) return { portal, byKey: false, queryKey: null }',
  ),
  at(DOORS, 'http/own-host.ts')('any port is ours', 'C22', 'if (!isOurs)', 'if (isOurs === null)'),
  at(DOORS, 'http/own-host.ts')(
    'two hosts in one request',
    'C26',
    "name.toLowerCase() === 'host').length > 1)",
    "name.toLowerCase() === 'host').length > 9)",
  ),
  at(DOORS, 'http/security-headers.ts')(
    'no referrer',
    'C68',
    "'referrer-policy': 'strict-origin-when-cross-origin'",
    "'referrer-policy': 'no-referrer'",
  ),
  at(DOORS, 'http/cookies/set-cookie.ts')(
    'a domain for everyone',
    'S22 C48',
    "    path: '/',",
    "    path: '/', domain: 'example.org',",
  ),
  at('src/core/account/next-target.test.ts', 'core/account/next-target.ts')(
    'any target',
    'L17 S34 S36',
    'if (target.origin !== origin ||',
    'if (target.origin === "x" ||',
  ),
  consent(
    'a decision that nobody signed',
    'P27',
    '!timingSafeEqual(said, macOf(scope, signed))',
    'said === null',
  ),
  consent('a decision of another portal', 'P28', 'consent/1\\n${host}\\n${signed}', 'consent/1\\n${signed}'),
  consent('a decision for ever', 'P29', 'age > LONGEST_WEEKS ||', ''),
  consent('a decision from the future', 'P29', 'age < 0 || ', ''),
  consent(
    'the order of choices shows',
    'P31',
    '[...decision.grants].sort().join',
    '[...decision.grants].join',
  ),
  state(
    'signals are not heard',
    'B13 P32',
    'ask: asked.length === 0 || objects ?',
    'ask: asked.length === 0 ?',
  ),
  state(
    'what was widened is covered',
    'B11',
    'decision.revision >= (material.widenedAt[grant] ?? Infinity)',
    'decision.revision >= 0',
  ),
  hosts('neighbours share plain names', 'T05', 'registered(other) === domain', "registered(other) === ''"),
  hosts(
    'suffixes of the operator do not count',
    'T05',
    'if (suffixes.some(suffix => isBelow(host, suffix))) return true',
    '',
  ),
  hosts('a prefix that nobody guards', 'P04', "'__Host-'", "'__host-'"),
  entry('other sites need no consent', 'P17', 'return true\n  })', 'return false\n  })'),
  faults(
    'a ground is not asked for',
    'P13',
    "purposes.includes('necessary') && exemption === undefined",
    'purposes.length > 9',
  ),
  faults(
    'any text',
    'P14',
    'textsOf(entry).some(text => !isOwnText(text, known))',
    'textsOf(entry).length > 9',
  ),
  faults('any life', 'P15', 'return seconds > MOST_SECONDS', 'return seconds < 0'),
  faults('one name twice', 'P16', 'kind === entry.kind && name === entry.name', 'kind === entry.name'),
  at('src/http/cookies/gated-response.test.ts', 'http/cookies/gated-response.ts')(
    'one bad cookie passes beside a good one',
    'P10',
    'else if (kept.length < cookies.length)',
    'else if (kept.length < 0)',
  ),
  at('src/http/cookies/gated-response.test.ts', 'http/cookies/gated-response.ts')(
    'names in other letters pass',
    'P10',
    'watched === name.toLowerCase()',
    'watched === name',
  ),
  at('src/core/i18n/negotiate.test.ts', 'core/i18n/negotiate.ts')(
    'a malformed wish is skipped',
    'L11',
    'if (range === undefined) return []',
    'if (range === undefined) continue',
  ),
  at('src/core/i18n/negotiate.test.ts', 'core/i18n/negotiate.ts')(
    'a star is skipped',
    'L10',
    "if (range === '*') return undefined",
    "if (range === '*') continue",
  ),
  at('src/core/i18n/negotiate.test.ts', 'core/i18n/negotiate.ts')(
    'headers of any length',
    'L12',
    'if (header.length <= MAX_HEADER) return header',
    'if (header.length > 0) return header',
  ),
  at('src/core/content/clean-html.test.ts', 'core/content/foreign-elements.ts')(
    'frames go straight to their hosts',
    'P21',
    "['src', embed.src]",
    "['src', url.href]",
  ),
  // these need a database, and come last: they are tried by the long run alone
  sessions(
    'sessions of any portal',
    'T01',
    "if (session.portalId !== place.portal.id) return none('other_portal')",
    '',
  ),
  sessions('sessions of any host', 'T02', "if (session.host !== place.host) return none('other_host')", ''),
  sessions('a renewed identifier for ever', 'S31', 'now > (session.graceUntil ?? 0)', 'now < 0'),
  sessions(
    'sessions that were ended from afar',
    'S28',
    "if (!row.current) return ended(ports, session, 'revoked')",
    '',
  ),
  life(
    'no idle limit',
    'S13',
    "now - times.lastSeen > idle ? 'idle' : 'live'",
    "now - times.lastSeen > idle ? 'live' : 'live'",
  ),
  life('no absolute limit', 'S15', "return 'absolute'", "return 'live'"),
  life('clocks set back', 'S16', "if (now < times.lastSeen - SKEW_MS) return 'clock'", ''),
  life('proofs of any age', 'S32', 'now - authenticatedAt <= FRESH_MS &&', 'now >= 0 &&'),
  aliases('any page may send a code', 'I7', 'origins.includes(origin) ? null', 'origins.length > 0 ? null'),
  hostMoves('a code for any host', 'I7', 'if (move.toHost !== host)', "if (move.toHost === '')"),
  hostMoves('a code without an end', 'I7', 'if (now >= move.expiresAt.getTime())', 'if (now < 0)'),
  hostMoves('a code of a session that ended', 'I7', 'if (!current ||', 'if ('),
  hostMoves('a move that proves anew', 'I7', ', continues: session }', ' }'),
  ownTrips(
    'a proof of any age, given elsewhere',
    'S32',
    '...(fresh && { maxAge:',
    '...(began < 0 && { maxAge:',
  ),
]
