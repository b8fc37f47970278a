import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { keyOf, loadExpectations, sourceOf } from './expectation.ts'
import { fetchPublished, PORTALS } from './fetch-published.ts'
import { judge, type Verdict } from './judge.ts'
import { readPublished } from './published-files.ts'
import { markdownTable } from './table.ts'

const USAGE = `Judges published data sets against the files they came from.

  node test/datasets/check.ts --data <folder> --published <folder> [options]

  --data <folder>        the raw files, <portal>/<dataset>/<file>
  --published <folder>   <portal>--<dataset>.report.json (what publish --json printed) for each data set, with
                         .dataset.json and .jsonl beside it unless --server is given
  --server <origin>      fetch dataset objects and exports from here, e.g. http://127.0.0.1:8080
  --portal <dir>=<slug>  portal of a folder of the data (repeatable)
  --only <text>          data sets whose <portal>--<dataset> contains this
  --markdown <file>      write the table there too

Exit code: 0 all agree, 1 a disagreement, 2 wrong arguments.`

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    published: { type: 'string' },
    server: { type: 'string' },
    portal: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: '' },
    markdown: { type: 'string' },
  },
})
if (values.data === undefined || (values.published ?? values.server) === undefined) {
  console.error(USAGE)
  process.exit(2)
}
const data = resolve(values.data)
const folder = values.published ?? mkdtempSync(join(tmpdir(), 'vitrine-published-'))
const portals = { ...PORTALS, ...Object.fromEntries(values.portal.map(pair => pair.split('=', 2))) }
const verdicts: Verdict[] = []
for (const expectation of loadExpectations().filter(item => keyOf(item).includes(values.only))) {
  if (values.server !== undefined)
    await fetchPublished({ origin: values.server, portals }, expectation, folder)
  const published = readPublished(folder, expectation)
  const verdict =
    published === undefined
      ? {
          expectation,
          rowsOut: 0,
          quarantined: 0,
          seconds: null,
          columns: 0,
          disagreements: ['not published'],
        }
      : await judge(expectation, sourceOf(data, expectation), published)
  verdicts.push(verdict)
  console.error(`${keyOf(expectation)}: ${verdict.disagreements.length === 0 ? 'agrees' : 'DISAGREES'}`)
}
const table = markdownTable(verdicts)
console.log(table)
if (values.markdown !== undefined) writeFileSync(values.markdown, `${table}\n`)
process.exit(verdicts.some(verdict => verdict.disagreements.length > 0) ? 1 : 0)
