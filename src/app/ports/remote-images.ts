/** An image as somebody else's server gave it. */
export interface RemoteImage {
  /** By its own bytes, not by what its server said. */
  readonly type: string
  readonly bytes: Uint8Array
}

/** Asks other servers for images. */
export interface RemoteImages {
  /**
   * An image; null when there is none to be had: refused, too large, no image, or at an address that is not of the public
   * internet. Nothing of the visitor is passed on, and nothing but the bytes comes back. `isDeclared` says which hosts, with
   * their port where it is not the usual one, may be asked: the first one and those that it sends on to.
   */
  load(url: URL, isDeclared: (host: string) => boolean, signal: AbortSignal): Promise<RemoteImage | null>
}
