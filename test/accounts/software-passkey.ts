import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** Flags of authenticator data (WebAuthn §6.1). */
const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED = 0x40

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

/** CBOR (RFC 8949), as far as passkeys need it: maps in the order given, texts, bytes, integers. */
function cbor(value: unknown): Buffer {
  const head = (major: number, n: number): Buffer =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255])
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)])])
  throw new TypeError('not in these tests')
}

/** What an answer is made of, so that a test can make a wrong one. */
export interface Ceremony {
  readonly challenge: string
  readonly origin: string
  readonly rpId: string
  readonly verified?: boolean
}

/** A passkey made of software: what a browser and its authenticator would answer. */
export class SoftwarePasskey {
  readonly id = base64url(randomBytes(32))
  counter = 0
  readonly #key: KeyObject
  readonly #cose: Buffer

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#key = privateKey
    this.#cose = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    )
  }

  #data({ rpId, verified = true }: Ceremony, attested: boolean): Buffer {
    const flags = PRESENT | (verified ? VERIFIED : 0) | (attested ? ATTESTED : 0)
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    const id = Buffer.from(this.id, 'base64url')
    const credential = attested ? [Buffer.alloc(16), Buffer.from([0, id.length]), id, this.#cose] : []
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, ...credential])
  }

  #answer(type: string, { challenge, origin }: Ceremony, response: Record<string, unknown>) {
    const clientData = Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
    return {
      ...{ id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {} },
      response: { clientDataJSON: base64url(clientData), ...response },
    }
  }

  /** The answer to being made. */
  register(ceremony: Ceremony) {
    const object = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', this.#data(ceremony, true)],
    ])
    return this.#answer('webauthn.create', ceremony, {
      attestationObject: base64url(cbor(object)),
      transports: ['internal'],
    })
  }

  /** The answer to being shown. */
  show(ceremony: Ceremony) {
    const data = this.#data(ceremony, false)
    const unsigned = this.#answer('webauthn.get', ceremony, {})
    const clientData = Buffer.from(unsigned.response.clientDataJSON, 'base64url')
    const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#key)
    return {
      ...unsigned,
      response: {
        ...unsigned.response,
        authenticatorData: base64url(data),
        signature: base64url(signature),
      },
    }
  }
}
