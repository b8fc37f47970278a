import type { Ports } from '../ports/ports.ts'
import type { CallMeter } from './call-meter.ts'

/** Writes down how often keys were used, and learns what other processes wrote; a failure loses nothing. */
export async function tellUse({ keys, log }: Pick<Ports, 'keys' | 'log'>, meter: CallMeter): Promise<void> {
  const uses = meter.takeUse()
  if (uses.length === 0) return
  for (const day of new Set(uses.map(use => use.day))) {
    const own = uses.filter(use => use.day === day)
    try {
      meter.learn(day, await keys.addUse(own))
    } catch {
      meter.giveBack(own)
      log.warn('key_use_untold', { keys: own.length })
    }
  }
}
