import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CHROMIUM_NEEDED, chromiumPath, openBrowser } from './chromium.ts'
import { startPreview } from './preview.ts'
import { SAMPLE_PAGES } from './sample-pages.tsx'

/** Takes pictures of the sample pages: `shoot.ts <folder> [page …]`, each on a desk, a phone, in the dark, in Arabic. */
const WAYS = {
  light: { language: 'en', width: 1360, dark: false },
  dark: { language: 'en', width: 1360, dark: true },
  rtl: { language: 'ar', width: 1360, dark: false },
  phone: { language: 'fr', width: 390, dark: false },
} as const

const [folder = 'test-output/pages', ...wanted] = process.argv.slice(2)
const path = chromiumPath()
if (path === undefined) throw new Error(CHROMIUM_NEEDED)
await mkdir(folder, { recursive: true })
const preview = await startPreview()
const browser = await openBrowser(path)
for (const [way, { language, width, dark }] of Object.entries(WAYS)) {
  const context = await browser.context({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: !dark,
  })
  const page = await context.newPage()
  for (const name of wanted.length > 0 ? wanted : Object.keys(SAMPLE_PAGES)) {
    await page.goto(`${preview.origin}/${language}/${name}`)
    await page.waitForTimeout(250)
    await page.screenshot({ path: join(folder, `${name}-${way}.png`), fullPage: !name.startsWith('catalog') })
  }
  await context.close()
}
await browser.close()
await preview.close()
