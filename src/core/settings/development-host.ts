/** Names of this machine alone, which browsers and we treat as development hosts. */
export const isDevelopmentHost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost')
