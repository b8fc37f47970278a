import type { RangeNode, StepNode } from './ast.ts'
import { bindPeriod, bindValue, number } from './bind-value.ts'
import { type Binder, fault, isNumber, isTime } from './binder.ts'
import type { BoundRange, BoundValue } from './bound.ts'

type Step = BoundValue & { readonly kind: 'number' | 'period' }

/** `range(field, …)`: numbers by numbers, dates by dates or intervals (explore-api §10.11). */
export function bindRange(binder: Binder, node: RangeNode): BoundValue | null {
  const subject = bindValue(binder, node.field)
  if (subject === null) return null
  if (!isNumber(subject.type) && !isTime(subject.type))
    return fault(binder, node.field.span, { code: 'odsql_argument_type', fn: 'range', type: subject.type })
  const spec = bindSpec(binder, node, isTime(subject.type))
  return spec === null ? null : { kind: 'range', type: 'text', subject, spec }
}

function bindSpec(binder: Binder, node: RangeNode, ofTime: boolean): BoundRange | null {
  const { spec } = node
  const unfit = (): null =>
    fault(binder, node.span, { code: 'odsql_argument_type', fn: 'range', type: ofTime ? 'number' : 'date' })
  switch (spec.kind) {
    case 'interval': {
      if (!ofTime) return unfit()
      const fixed = ['week', 'month', 'quarter', 'year'].includes(spec.unit)
      if (spec.count < 1 || (fixed && spec.count > 1))
        return fault(binder, node.span, { code: 'odsql_bad_interval', value: `${spec.count} ${spec.unit}` })
      return spec
    }
    case 'width':
      if (ofTime) return unfit()
      if (Number(spec.width.text) <= 0)
        return fault(binder, spec.width.span, { code: 'odsql_bad_interval', value: spec.width.text })
      return { kind: 'width', width: spec.width.text }
    case 'equi':
      return ofTime
        ? unfit()
        : equal(
            binder,
            node,
            [spec.step, spec.low, spec.high].map(n => Number(n.text)),
          )
    case 'bounds': {
      const bounds = spec.bounds.map(step => bindStep(binder, step, ofTime))
      if (!bounds.every(bound => bound !== null)) return null
      return { kind: 'bounds', openLow: spec.openLow, openHigh: spec.openHigh, bounds }
    }
  }
}

function bindStep(binder: Binder, step: StepNode, ofTime: boolean): Step | null {
  if (!ofTime && step.kind === 'number') return number(step.text)
  if (ofTime && step.kind === 'date') return bindPeriod(binder, step.text, step)
  return fault(binder, step.span, {
    code: 'odsql_argument_type',
    fn: 'range',
    type: ofTime ? 'number' : 'date',
  })
}

const MOST_BOUNDS = 1000

/** `EQUI(step, low, high)`: open-ended low, equal steps, open-ended high. */
function equal(binder: Binder, node: RangeNode, parts: readonly number[]): BoundRange | null {
  const [step = 0, low = 0, high = 0] = parts
  const count = Math.floor((high - low) / step)
  if (!(step > 0) || count < 0 || count > MOST_BOUNDS)
    return fault(binder, node.span, { code: 'odsql_bad_interval', value: String(step) })
  const bounds = Array.from({ length: count + 1 }, (_, index) => number(decimal(low + index * step)))
  return { kind: 'bounds', openLow: true, bounds, openHigh: true }
}

const decimal = (value: number): string => value.toFixed(12).replace(/\.?0+$/, '')
