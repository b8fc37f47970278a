/** Links to the pages of a list; a `null` stands for pages left out. */
export interface Pager {
  readonly page: number
  readonly pages: number
  readonly items: readonly (PagerItem | null)[]
  readonly previous: string | null
  readonly next: string | null
}

export interface PagerItem {
  readonly page: number
  readonly href: string
  readonly current: boolean
}

/** Pages around the current one, the first and the last; `reach` is the last record that can be asked for. */
export function pagerOf(list: {
  readonly page: number
  readonly size: number
  readonly total: number
  readonly reach?: number
  readonly href: (page: number) => string
}): Pager {
  const { page, size, total, href } = list
  const reachable = Math.min(total, list.reach ?? total)
  const pages = Math.max(Math.ceil(reachable / size), 1)
  const numbers = [1, page - 1, page, page + 1, pages].filter(
    (number, index, all) => number >= 1 && number <= pages && all.indexOf(number) === index,
  )
  const items = numbers
    .sort((a, b) => a - b)
    .flatMap((number, index, all) => {
      const item = { page: number, href: href(number), current: number === page }
      const gap = number - (all[index - 1] ?? 0)
      if (gap === 2) return [{ page: number - 1, href: href(number - 1), current: false }, item]
      return gap > 2 ? [null, item] : [item]
    })
  return {
    page,
    pages,
    items,
    previous: page > 1 ? href(Math.min(page - 1, pages)) : null,
    next: page < pages ? href(page + 1) : null,
  }
}
