import type { ByteSource } from '../../core/format/byte-source.ts'
import type { PictureFacts } from '../../core/record/file-value.ts'

/** Tells what pictures are. */
export interface Pictures {
  /** Null for what is no picture, is damaged, or is larger than anybody makes a small one of. */
  measure(file: ByteSource): Promise<PictureFacts | null>
}
