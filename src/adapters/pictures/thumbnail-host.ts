import { openLocalBlobStore } from '../blobs/local-blob-store.ts'
import type { ThumbnailMade, ThumbnailOrder } from './messages.ts'
import { openPicture } from './raster.ts'

// The disposable process that makes small pictures of untrusted ones, one after the other, until it is not needed.

const store = await openLocalBlobStore(process.argv[2] ?? '')

async function made({ sha256, size }: ThumbnailOrder): Promise<ThumbnailMade> {
  await using file = await store.open(sha256)
  const picture = await openPicture(file)
  const bytes = await picture
    ?.autoOrient()
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .toFormat(await formatOf(picture))
    .toBuffer()
  return { bytes: bytes ?? null }
}

/** What was one picture of an animation is a still picture. */
const formatOf = async (picture: NonNullable<Awaited<ReturnType<typeof openPicture>>>) => {
  const { format } = await picture.metadata()
  return format === 'jpeg' || format === 'webp' ? format : 'png'
}

process.once('disconnect', () => process.exit(0))
process.on('message', (order: ThumbnailOrder) => {
  made(order)
    .catch((): ThumbnailMade => ({ bytes: null }))
    .then(answer => process.send?.(answer))
})
