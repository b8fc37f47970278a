const SLUG = /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/

/**
 * Whether a text may name a group: in commands, addresses, and in what identity providers are mapped to. It never
 * changes, unlike the name that people see.
 */
export const isGroupSlug = (text: string): boolean => SLUG.test(text)
