// Runs the embedded PostgreSQL in the folder given, supervised, until killed.
import { postgresProgram } from '../../src/adapters/postgres/program.ts'
import { supervise } from '../../src/adapters/supervisor/supervise.ts'
import { recordingLog } from '../contract/recording-log.ts'

const [home = '', socketDir = ''] = process.argv.slice(2)
const log = recordingLog()
const kept = await supervise(postgresProgram({ home, socketDir, log }), { log })
console.log(`up ${kept.pid()}`)
process.stdin.resume()
