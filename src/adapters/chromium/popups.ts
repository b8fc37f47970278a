import type { Page } from 'playwright-core'

/** Windows that a page may have opened at a time; a site could open them without end. */
const MOST_OPEN = 5

/** Closes at once what pages open beyond a few windows; what those ask for on their way is told as all requests are. */
export function boundPopups(page: Page): void {
  const context = page.context()
  context.on('page', opened => {
    if (opened !== page && context.pages().length - 1 > MOST_OPEN) void close(opened)
  })
}

/** Closes every window but this one: what was opened on one page has no part in what is seen on the next. */
export async function closeOthers(page: Page): Promise<void> {
  const others = page.context().pages()
  await Promise.all(others.filter(other => other !== page).map(close))
}

/** One that is going already is as good as closed. */
const close = (page: Page): Promise<void> => page.close().catch(() => undefined)
