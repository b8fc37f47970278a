import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Quad } from 'n3'
import { canonical, RAPPER, readGraph, readWithRapper } from '../rdf/read-graph.ts'
import { exported, get, land } from './plot-land.ts'
import { PLOTS } from './plots.ts'

const FORMATS = ['rdfxml', 'turtle', 'n3', 'jsonld'] as const
const XSD = 'http://www.w3.org/2001/XMLSchema#'

const valuesOf = (quads: readonly Quad[], subject: string, field: string): unknown[] =>
  quads
    .filter(quad => quad.subject.value === subject && quad.predicate.value.endsWith(`/${field}`))
    .map(({ object }) => [
      object.value,
      object.termType === 'Literal' ? object.datatype.value : object.termType,
    ])

export function linkedDataRows(): void {
  for (const format of FORMATS) {
    test(`§8.5 ${format}: a subject a record, its values typed`, async () => {
      const quads = await readGraph(format, (await exported('plots', format)).toString())
      const { bytes } = await get('plots/records', { include_app_metas: 'true', limit: '100' })
      const { results } = JSON.parse(bytes.toString()) as { results: { _id: string; plot_id: string }[] }
      const base = `http://land.localhost:${land().port}/ld`
      assert.equal(new Set(quads.map(({ subject }) => subject.value)).size, PLOTS.length)
      for (const { _id, plot_id } of results) {
        const plot = PLOTS.find(one => one.plot_id === plot_id)
        const of = (field: string): unknown[] => valuesOf(quads, `${base}/resources/plots/${_id}/`, field)
        assert.deepEqual(of('plot_id'), [[plot_id, `${XSD}string`]])
        assert.deepEqual(of('note'), plot?.note == null ? [] : [[plot.note, `${XSD}string`]])
        assert.deepEqual(of('stock'), plot?.stock == null ? [] : [[String(plot.stock), `${XSD}integer`]])
        assert.deepEqual(of('founded'), plot?.founded == null ? [] : [[plot.founded, `${XSD}date`]])
        assert.deepEqual(of('open'), plot?.open == null ? [] : [[String(plot.open), `${XSD}boolean`]])
        assert.deepEqual(of('tags').sort(), (plot?.tags ?? []).map(tag => [tag, `${XSD}string`]).sort())
        assert.deepEqual(of('photo'), plot?.photo == null ? [] : [[plot.photo.url, 'NamedNode']])
      }
      assert.ok(quads.every(({ predicate }) => predicate.value.startsWith(`${base}/ontologies/plots/`)))
    })

    test(`§8.5 ${format}: groups, nothing found`, async () => {
      const grouped = { group_by: 'open', select: 'count(*) as n', where: 'open is not null' }
      const quads = await readGraph(format, (await exported('plots', format, grouped)).toString())
      assert.equal(quads.length, 4)
      const none = await exported('plots', format, { where: 'plot_id = "none"' })
      assert.deepEqual(await readGraph(format, none.toString()), [])
    })
  }

  test('§8.5 the four syntaxes say the same', async () => {
    // the reader of JSON-LD keeps 15 digits of a double
    const exact = ({ object }: Quad): boolean =>
      object.termType !== 'Literal' || object.datatype.value !== `${XSD}double`
    const graphs = await Promise.all(
      FORMATS.map(async format => {
        const quads = await readGraph(format, (await exported('plots', format)).toString())
        return [await canonical(quads.filter(exact)), quads.length]
      }),
    )
    for (const graph of graphs) assert.deepEqual(graph, graphs[0])
  })

  for (const format of ['rdfxml', 'turtle', 'n3'] as const)
    test(`§8.5 ${format}: Raptor reads it`, { skip: RAPPER === undefined && 'no rapper' }, async () => {
      const text = (await exported('plots', format)).toString()
      assert.equal(readWithRapper(format, text).length, (await readGraph(format, text)).length)
    })
}
