import { TOKEN_HOURS } from '../../core/account/token-life.ts'
import type { Ports } from '../ports/ports.ts'

/**
 * Forgets sessions, one-time tokens and codes that open nothing any more (privacy.md S18), and accounts that were asked for
 * and never confirmed; returns how many.
 */
export async function forgetExpired({
  sessions,
  accounts,
  moves,
  clock,
}: Pick<Ports, 'sessions' | 'accounts' | 'moves' | 'clock'>): Promise<number> {
  const now = clock.now()
  const forgotten = await Promise.all([
    sessions.removeExpired(now.getTime()),
    accounts.removeExpiredTokens(now),
    moves.removeExpired(now),
    accounts.removeUnconfirmed(new Date(now.getTime() - TOKEN_HOURS.confirm * 3_600_000), now),
  ])
  return forgotten.reduce((sum, count) => sum + count, 0)
}
