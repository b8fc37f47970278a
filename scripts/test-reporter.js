// A reporter for node's test runner: one line a file, everything about a failure, and the counts as one JSON
// line at the end for scripts/test.js.
import { relative } from 'node:path'
import { inspect } from 'node:util'
import { keepObserved, Tally } from './vectors.js'

/** Prefix of the line that carries the counts. */
export const COUNTS = '@counts '

const indent = text => text.replaceAll(/^/gm, '    ')

function describeFailure({ name, file, line, details }) {
  const error = details.error?.cause ?? details.error
  const place = file === undefined ? '' : ` (${relative(process.cwd(), file)}:${line})`
  return `  ✖ ${name}${place}\n${indent(inspect(error, { depth: 6, breakLength: 110 }))}\n`
}

export default async function* report(source) {
  const tally = new Tally()
  for await (const { type, data } of source) {
    if ((type === 'test:pass' || type === 'test:fail') && data.details.type !== 'suite')
      tally.add({
        name: data.name,
        file: data.file,
        passed: type === 'test:pass' && !data.skip && !data.todo,
      })
    if (type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed')
      yield describeFailure(data)
    else if (type === 'test:pass' && data.skip !== undefined && data.skip !== false)
      yield `  - ${data.name}: ${data.skip === true ? 'skipped' : data.skip}\n`
    else if (type === 'test:stderr' || type === 'test:stdout') yield indent(data.message)
    else if (type === 'test:summary' && data.file === undefined) {
      const { passed, failed, cancelled, skipped, todo } = data.counts
      keepObserved(tally)
      yield `${COUNTS}${JSON.stringify({ passed, failed: failed + cancelled, skipped: skipped + todo })}\n`
    } else if (type === 'test:summary') {
      const { passed, failed, skipped } = data.counts
      const ms = data.duration_ms.toFixed(0)
      yield `${data.success ? '✔' : '✖'} ${relative(process.cwd(), data.file)} (${passed} passed${failed ? `, ${failed} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}, ${ms} ms)\n`
    }
  }
}
