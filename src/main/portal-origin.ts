import type { StoredPortal } from '../app/ports/catalog-store.ts'
import type { Settings } from '../core/settings.ts'

/** Where visitors reach a portal, `https://data.example.org`: under its canonical host, or the one that is named. */
export const portalOrigin =
  (settings: Pick<Settings, 'publicScheme' | 'port' | 'tlsCertificate'>) =>
  ({ config }: Pick<StoredPortal, 'config'>, host: string = config.hosts[0]): string => {
    const scheme = settings.tlsCertificate === null ? settings.publicScheme : 'https'
    // behind a proxy that ends TLS, visitors do not see our port
    const isHidden = settings.publicScheme === 'https' && settings.tlsCertificate === null
    return new URL(`${scheme}://${host}${isHidden ? '' : `:${settings.port}`}`).origin
  }
