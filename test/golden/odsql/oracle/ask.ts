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
export interface Product {
  records(question: Question): Promise<Actual>
  facets(question: Question): Promise<readonly FacetGroup[]>
}

const REVISION = 11

/** An engine that holds the records of a world. */
export const openWorld = async (world: World): Promise<TestEngine> =>
  engineWith(revisionTable(REVISION, world.fields.map(declared)), await encoded(world))

/** The product's core, to be asked about a world that an engine holds. */
export function productOn(engine: TestEngine, world: World): Product {
  const fields = world.fields.map(declared)
  const table = recordTable(`d_${REVISION}`, fields, { datasetId: 'oracle', publishedAt: '2026-01-02T03:04:05Z' })
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
  }
}
