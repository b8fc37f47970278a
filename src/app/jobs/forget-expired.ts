import type { Ports } from '../ports/ports.ts'

/** Forgets sessions and one-time tokens that open nothing any more (privacy.md S18); returns how many. */
export async function forgetExpired({
  sessions,
  accounts,
  clock,
}: Pick<Ports, 'sessions' | 'accounts' | 'clock'>): Promise<number> {
  const now = clock.now()
  const [ended, used] = await Promise.all([
    sessions.removeExpired(now.getTime()),
    accounts.removeExpiredTokens(now),
  ])
  return ended + used
}
