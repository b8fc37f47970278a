/** Whether a host, with its port where it has one, is meant by a declared one: itself, or `*.` and a domain above it. */
export const isHostOf = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.')
    ? host.length > pattern.length - 1 && host.endsWith(pattern.slice(1))
    : pattern === host
