import { AsyncLocalStorage } from 'node:async_hooks'

const asked = new AsyncLocalStorage<{ portal: number | null }>()

/** Answers one request: whatever it leads to, in use cases too, knows which portal was asked. */
export const answeringRequest = <T>(answer: () => T): T => asked.run({ portal: null }, answer)

/** Says which portal the request is for, once that is known. */
export function nowAsked(portal: number): void {
  const store = asked.getStore()
  if (store !== undefined) store.portal = portal
}

/** The portal that is asked; null before it is known, and where no request is answered. */
export const askedPortal = (): number | null => asked.getStore()?.portal ?? null
