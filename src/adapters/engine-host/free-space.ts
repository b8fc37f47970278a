import { open, rm, stat, statfs } from 'node:fs/promises'
import type { Log } from '../../app/ports/log.ts'
import { CODE, EngineError } from './engine-error.ts'
import type { FreeSpaceRule } from './options.ts'

/** Free bytes a process without privileges may use at `folder`, and what the rule asks for. */
async function measure(folder: string, rule: FreeSpaceRule): Promise<{ free: number; wanted: number }> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { free: bavail * bsize, wanted: Math.max(rule.minBytes, blocks * bsize * rule.minShare) }
}

/**
 * Refuses a write (code 243) while space is short: on a full disk CREATE and ALTER report success and leave
 * an empty metadata file, after which nothing opens (engine.md §2).
 */
export async function demandFreeSpace(folder: string, rule: FreeSpaceRule): Promise<void> {
  const { free, wanted } = await measure(folder, rule)
  if (free >= wanted) return
  throw new EngineError(CODE.notEnoughSpace, `Not enough space: ${free} bytes free, ${wanted} wanted`)
}

/**
 * Keeps a file of `bytes` beside the data while there is room, and gives it back when space is short at
 * start, so that the engine can open and tables can be dropped.
 */
export async function keepBallast(
  file: string,
  bytes: number,
  { folder, rule, log }: { folder: string; rule: FreeSpaceRule; log: Log },
): Promise<void> {
  const { free, wanted } = await measure(folder, rule)
  if (free < wanted) {
    await rm(file, { force: true })
    log.error('engine_disk_short', { free, wanted })
    return
  }
  const known = await stat(file).catch(() => null)
  if (known?.size === bytes) return
  const handle = await open(file, 'w', 0o600)
  try {
    const block = Buffer.alloc(1 << 20)
    for (let written = 0; written < bytes; written += block.length) {
      await handle.write(block, 0, Math.min(block.length, bytes - written))
    }
  } finally {
    await handle.close()
  }
}
