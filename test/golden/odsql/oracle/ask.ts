import { type FacetGroup, facetTree } from '../../../../src/core/facet/tree.ts'
import { wireError } from '../../../../src/core/odsql/faults.ts'
import { countOf, shapeRows } from '../../../../src/core/record/shape.ts'
import { prepareQuery } from '../../../../src/core/sql/prepare.ts'
import { recordTable } from '../../../../src/core/sql/record-table.ts'
import { revisionTable } from '../../../../src/core/sql/table.ts'
import { engineWith, type TestEngine } from '../engine.ts'
import type { Actual } from './agree.ts'
import type { World } from './answer.ts'
import { declared, encoded } from './load.ts'
import { printQuestion } from './print.ts'
import type { Question } from './tree.ts'

/** The product's core over a real engine that holds a world. */
export interface Product extends AsyncDisposable {
  records(question: Question): Promise<Actual>
  facets(question: Question): Promise<readonly FacetGroup[]>
}

export async function openProduct(world: World): Promise<Product> {
  const fields = world.fields.map(declared)
  const engine: TestEngine = await engineWith(revisionTable(11, fields), await encoded(world))
  const table = recordTable('d_11', fields, { datasetId: 'oracle', publishedAt: '2026-01-02T03:04:05Z' })
  const prepare = (question: Question, door: 'records' | 'facets') => {
    const { timezone, language, limit, offset } = question
    const options = { timezone, language, limit, offset, door, now: world.now }
    const prepared = prepareQuery({ clauses: printQuestion(question), fields: table.fields, options })
    if (!prepared.ok) throw new Error(wireError(prepared.diagnostics).message)
    return prepared.value
  }
  return {
    records: async question => {
      const { rows, count } = prepare(question, 'records').compile(table)
      const [answered, counted] = await Promise.all([engine.rows(rows), engine.rows(count)])
      return { total: countOf(counted), rows: shapeRows(rows.columns)(answered) }
    },
    facets: question =>
      Promise.all(
        prepare(question, 'facets')
          .compileFacets(table)
          .map(async compiled => facetTree(compiled, await engine.rows(compiled.query))),
      ),
    [Symbol.asyncDispose]: () => engine.close(),
  }
}
