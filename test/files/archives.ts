import JSZip from 'jszip'
import sharp from 'sharp'

/** A picture of one colour with a corner of another. */
export const picture = (
  format: 'jpeg' | 'png' | 'webp' | 'gif',
  [width, height]: readonly [number, number],
  { colour = '#2a6', orientation }: { readonly colour?: string; readonly orientation?: number } = {},
): Promise<Buffer> => {
  const made = sharp({ create: { width, height, channels: 3, background: colour } })
  return (orientation === undefined ? made : made.withMetadata({ orientation })).toFormat(format).toBuffer()
}

export const PAPER = Buffer.from(`%PDF-1.4\n${'0123456789'.repeat(20_000)}\n%%EOF\n`)
export const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"/>'

/** An archive of these files, made by somebody else's writer. */
export async function archiveOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const zip = new JSZip()
  for (const [name, content] of Object.entries(files)) zip.file(name, content)
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
}

/** Trees with a photo and a paper each; names are written as people write them. */
export const TREES_CSV = [
  'name;region;photo;paper',
  'oak;north;photos/Oak.JPG;./papers/Oak (été).pdf',
  'ash;north;PHOTOS/ash.png;',
  'elm;south;photos\\elm.webp;papers/Oak (été).pdf',
  'fir;south;n/a;drawing.svg',
  'yew;south;photos/yew.jpg;broken.jpg',
  'lime;north;lime.gif;',
].join('\n')

let trees: Promise<Readonly<Record<string, Buffer>>> | undefined

/** The archive of {@link TREES_CSV}: the table in a folder, its files beside it and at the top. */
export const treesArchive = (): Promise<Readonly<Record<string, Buffer>>> => {
  trees ??= makeTrees()
  return trees
}

async function makeTrees(): Promise<Readonly<Record<string, Buffer>>> {
  const oak = await picture('jpeg', [800, 600], { orientation: 6 })
  return {
    'data/trees.csv': Buffer.from(TREES_CSV),
    'data/photos/Oak.JPG': oak,
    'data/photos/yew.jpg': oak,
    'photos/ash.png': await picture('png', [30, 300]),
    'data/photos/elm.webp': await picture('webp', [1300, 10]),
    'data/photos/deep/lime.gif': await picture('gif', [64, 64]),
    ['papers/Oak (été).pdf'.normalize('NFD')]: PAPER,
    'data/drawing.svg': Buffer.from(DRAWING),
    'data/broken.jpg': Buffer.concat([oak.subarray(0, 200), Buffer.from('nonsense')]),
    'data/unnamed.png': await picture('png', [5, 5]),
  }
}
