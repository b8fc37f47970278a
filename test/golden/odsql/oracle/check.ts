import assert from 'node:assert/strict'
import type { Product } from './ask.ts'
import { assertRows, isSame } from './agree.ts'
import { answer, matching, type World } from './answer.ts'
import { answerFacets, type ExpectedFacet, inOneOrder } from './facets.ts'
import { printQuestion } from './print.ts'
import { Open, type Question } from './tree.ts'

const ordered = (facets: readonly ExpectedFacet[], { facets: asked }: Question): readonly ExpectedFacet[] =>
  facets.map(({ name, facets: values }, i) => ({ name, facets: inOneOrder(values, asked[i]?.sort) }))

/** What became of a question. */
export interface Checked {
  readonly isOpen: boolean
  /** Records that were left. */
  readonly matched: number
}

/**
 * Puts one question to the product and to the plain loops.
 *
 * @throws AssertionError that tells the question when they differ
 */
export async function check(world: World, product: Product, question: Question): Promise<Checked> {
  try {
    const matched = matching(world, question, null).length
    if (question.facets.length > 0) {
      const expected = answerFacets(world, question)
      const actual = await product.facets(question)
      if (!isSame(ordered(actual, question), ordered(expected, question))) assert.deepEqual(actual, expected)
    } else {
      const expected = answer(world, question)
      assertRows(await product.records(question), expected, question)
    }
    return { isOpen: false, matched }
  } catch (error) {
    if (error instanceof Open) return { isOpen: true, matched: 0 }
    const said = error instanceof Error ? error.message : String(error)
    const { timezone, language, limit, offset } = question
    throw new Error(`${JSON.stringify({ ...printQuestion(question), timezone, language, limit, offset })}\n${said}`)
  }
}
