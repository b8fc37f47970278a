// Opens the data folder given, as owner or guest, and says which; leaves when told, says when the owner went.
import { createInterface } from 'node:readline'
import { openDataFolder } from '../../src/adapters/data-folder/data-folder.ts'
import { openEngines } from '../../src/adapters/data-folder/engines.ts'

const [path = '', slow = '0'] = process.argv.slice(2)
const say = (line: string): void => console.log(line)

const folder = await openDataFolder(path, { test: { version: '1', opens: [] } })
const engines = await openEngines(
  folder,
  async runtime => {
    say('starting')
    await new Promise(done => setTimeout(done, Number(slow)))
    return {
      sockets: { test: runtime.engine },
      stop: async () => {
        say('children-stopped')
      },
    }
  },
  new AbortController().signal,
)
say(`role ${engines.role} ${engines.sockets.test}`)
engines.gone.addEventListener('abort', () => say('owner-gone'))
createInterface(process.stdin).on('line', async line => {
  if (line !== 'leave' && line !== 'hurry') return
  say('leaving')
  await engines.close({ hurry: line === 'hurry' })
  say('left')
  process.exit(0)
})
