import type { Pictures } from '../../app/ports/pictures.ts'
import { PICTURE_FORMATS } from '../../core/record/file-value.ts'
import { openPicture } from './raster.ts'

/** Measures pictures in this process, which is to be a disposable one. */
export const pictures: Pictures = {
  measure: async file => {
    const picture = await openPicture(file)
    const read = await picture?.metadata().catch(() => null)
    if (read === undefined || read === null) return null
    const format = PICTURE_FORMATS.find(one => one === read.format)
    if (format === undefined) return null
    return { format, width: read.width, height: read.height, orientation: read.orientation ?? null }
  },
}
