import type { Permission } from '../../../core/permission/permissions.ts'

/** Pages of the back office below `/{lang}/office/`, in the order of its menu, each with what it needs. */
export const OFFICE_PAGES = {
  overview: { path: '', needs: 'portal.manage' },
  people: { path: 'people/', needs: 'users.manage' },
  groups: { path: 'groups/', needs: 'users.manage' },
  keys: { path: 'keys/', needs: 'portal.manage' },
  providers: { path: 'providers/', needs: 'portal.manage' },
  services: { path: 'services/', needs: 'portal.manage' },
  events: { path: 'events/', needs: 'portal.manage' },
} as const satisfies Record<string, { readonly path: string; readonly needs: Permission }>

export type OfficePage = keyof typeof OFFICE_PAGES

/** Address of a page of the back office; `below` is a path under it, `42/`. */
export function officeUrl(
  language: string,
  page: OfficePage,
  {
    below = '',
    params = {},
  }: { readonly below?: string; readonly params?: Readonly<Record<string, string>> } = {},
): string {
  const query = new URLSearchParams(params).toString()
  return `/${language}/office/${OFFICE_PAGES[page].path}${below}${query === '' ? '' : `?${query}`}`
}
