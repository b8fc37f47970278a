/** An element of a Placemark, held whole. Names are without their prefix. */
export interface KmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly KmlNode[]
  /** All text directly inside, CDATA included. */
  readonly text: string
}

/** A Placemark and the names of the folders it lies in. */
export interface Placemark {
  readonly node: KmlNode
  readonly folder: string
}

export const child = (node: KmlNode, name: string): KmlNode | undefined =>
  node.children.find(candidate => candidate.name === name)

export const childText = (node: KmlNode | undefined, name: string): string | null =>
  node === undefined ? null : (child(node, name)?.text.trim() ?? null)
