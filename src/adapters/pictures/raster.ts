import type { Sharp, SharpOptions } from 'sharp'
import type { ByteSource } from '../../core/format/byte-source.ts'
import { PICTURE_HEAD, pictureFormat } from '../../core/record/picture-format.ts'

/** Larger files are kept as they are, and no small pictures are made of them. */
const MOST_BYTES = 64 * 1024 * 1024
/** A picture of more pixels would take more memory than it is worth. */
const MOST_PIXELS = 100_000_000

const OPTIONS: SharpOptions = { limitInputPixels: MOST_PIXELS, failOn: 'error', animated: false }

/** What may be read: raster pictures, from memory. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif'].map(format => `VipsForeignLoad${format}Buffer`)

type OpenPicture = (bytes: Uint8Array, options: SharpOptions) => Sharp

let library: Promise<OpenPicture | null> | undefined

/** The library of pictures, told to read nothing but {@link LOADERS}; null on a machine that it is not made for. */
const openLibrary = (): Promise<OpenPicture | null> => {
  library ??= import('sharp').then(
    ({ default: sharp }) => {
      sharp.block({ operation: ['VipsForeignLoad'] })
      sharp.unblock({ operation: LOADERS })
      sharp.cache(false)
      sharp.concurrency(1)
      return sharp
    },
    () => null,
  )
  return library
}

/** A file as a picture that nothing was read of yet but its first bytes; null for what is none, or too large. */
export async function openPicture(file: ByteSource): Promise<Sharp | null> {
  if (file.size > MOST_BYTES || pictureFormat(await file.read(0, PICTURE_HEAD)) === null) return null
  const open = await openLibrary()
  return open === null ? null : open(await file.read(0, file.size), OPTIONS)
}
