// `npm start`: from a bare clone to a seeded portal. Plain JavaScript, since nothing is installed yet.
import { ensureInstalled } from './install.js'

try {
  await ensureInstalled()
} catch (error) {
  process.stderr.write(
    `${error.message}\nVitrine could not install its packages: is the npm registry reached?\n`,
  )
  process.exit(1)
}
process.argv.splice(2, 0, 'serve', '--demo')
await import('../bin/vitrine.js')
