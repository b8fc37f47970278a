// The vectors of the design of privacy, and the tests that bear their ids: what ran is compared with what is known, so
// that an id which loses a test shows. `npm run vectors` takes in what the last run of tests showed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../bin/root.js'

const OBSERVED = join(ROOT, 'test-output', 'vectors.json')
const COVERED = join(ROOT, 'test', 'privacy', 'covered.json')

const IDS = /^([A-Z]\d{1,2}(?:, [A-Z]\d{1,2})*): /

/** Ids that the name of a test begins with: `S13, S14: …`. */
export const idsOf = name => IDS.exec(name)?.[1].split(', ') ?? []

/** Counts tests that passed by file and id: `{ 'test/x.test.ts': { C01: 2 } }`; a file without any is there too. */
export class Tally {
  files = {}

  #of(file) {
    const path = relative(ROOT, file).split(sep).join('/')
    this.files[path] ??= {}
    return this.files[path]
  }

  /** @param {{ name: string, file?: string, passed: boolean }} test */
  add({ name, file, passed }) {
    if (file === undefined) return
    const counts = this.#of(file)
    if (passed) for (const id of idsOf(name)) counts[id] = (counts[id] ?? 0) + 1
  }
}

const read = path => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {})

/** Adds what one run of the runner showed to what the runs before it did. */
export function keepObserved({ files }) {
  const all = read(OBSERVED)
  for (const [file, counts] of Object.entries(files)) all[file] = { ...all[file], ...counts }
  mkdirSync(dirname(OBSERVED), { recursive: true })
  writeFileSync(OBSERVED, JSON.stringify(all))
}

export const forgetObserved = () => rmSync(OBSERVED, { force: true })

/**
 * Ids that a file had a test for and has no more: `C01 of test/x.test.ts`. Of files that did not run nothing is said,
 * unless everything was run.
 */
export function lostIds(covered, observed, everything) {
  return Object.entries(covered).flatMap(([file, counts]) =>
    everything || file in observed
      ? Object.keys(counts)
          .filter(id => !(observed[file]?.[id] > 0))
          .map(id => `${id} of ${file}`)
      : [],
  )
}

/** What is known once a run is taken in: files that ran as they are now, the others as they were while they are there. */
export function takenIn(covered, observed, isThere) {
  const files = [...new Set([...Object.keys(covered), ...Object.keys(observed)])].filter(isThere).sort()
  const counted = files.map(file => [file, Object.entries(observed[file] ?? covered[file])])
  return Object.fromEntries(
    counted
      .filter(([, counts]) => counts.length > 0)
      .map(([file, counts]) => [file, Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)))]),
  )
}

/** What the last run lost. */
export const lostOf = everything => lostIds(read(COVERED), read(OBSERVED), everything)

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const isThere = file => existsSync(join(ROOT, file))
  writeFileSync(COVERED, `${JSON.stringify(takenIn(read(COVERED), read(OBSERVED), isThere), null, 2)}\n`)
}
