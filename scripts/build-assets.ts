import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { ASSETS_PATH } from '../src/http/web/assets.ts'

const WEB = fileURLToPath(new URL('../src/http/web/', import.meta.url))
const TARGET = ['chrome123', 'firefox120', 'safari17.5']
const PRECOMPRESSED = new Set(['.css', '.js', '.svg'])

/**
 * Builds styles, islands, fonts and icons into `folder`: every file named by its content, compressed copies beside
 * (`.br`, `.gz`), and `manifest.json` for `readManifest`. What was there before is removed.
 */
export async function buildAssets(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const [styles, script, icons, favicon] = await Promise.all([
    bundle(folder, join(WEB, 'styles/main.css')),
    bundle(folder, join(WEB, 'islands/loader.ts')),
    copyHashed(folder, 'icons.svg'),
    copyHashed(folder, 'favicon.svg'),
  ])
  const manifest = { styles, script, icons, favicon }
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await compressAll(folder)
}

async function bundle(folder: string, entry: string): Promise<string> {
  const { metafile } = await build({
    entryPoints: [entry],
    outdir: folder,
    publicPath: ASSETS_PATH,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file' },
    bundle: true,
    minify: true,
    format: 'esm',
    splitting: entry.endsWith('.ts'),
    target: TARGET,
    metafile: true,
    logLevel: 'warning',
  })
  return `${ASSETS_PATH}${entryOutput(metafile)}`
}

function entryOutput(metafile: Metafile): string {
  const output = Object.entries(metafile.outputs).find(([, { entryPoint }]) => isEntry(entryPoint))
  if (!output) throw new Error('nothing was built')
  return output[0].slice(output[0].lastIndexOf('/') + 1)
}

const isEntry = (entryPoint: string | undefined): boolean =>
  /(?:main\.css|loader\.ts)$/.test(entryPoint ?? '')

async function copyHashed(folder: string, name: string): Promise<string> {
  const content = await readFile(join(WEB, 'styles', name))
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase()
  const extension = extname(name)
  const hashed = `${name.slice(0, -extension.length)}-${hash}${extension}`
  await writeFile(join(folder, hashed), content)
  return `${ASSETS_PATH}${hashed}`
}

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)
const BROTLI_11 = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }

async function compressAll(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(name => PRECOMPRESSED.has(extname(name)))
  await Promise.all(
    names.map(async name => {
      const path = join(folder, name)
      const content = await readFile(path)
      const [small, smaller] = await Promise.all([gzipped(content, { level: 9 }), brotli(content, BROTLI_11)])
      await Promise.all([writeFile(`${path}.gz`, small), writeFile(`${path}.br`, smaller)])
    }),
  )
}

if (import.meta.main) await buildAssets(fileURLToPath(new URL('../dist/assets/', import.meta.url)))
