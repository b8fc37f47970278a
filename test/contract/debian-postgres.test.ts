import { test } from 'node:test'
import { debianPostgres, debianServer } from './debian-postgres.ts'
import { connectionOn } from './postgres-connection.ts'
import {
  auditsOn,
  catalogOn,
  consentOn,
  jobsOn,
  keysOn,
  policiesOn,
  recordFilesOn,
} from './postgres-suites.ts'

const found = debianPostgres()
if (found === null)
  test('Debian’s PostgreSQL', {
    skip: 'not installed (apt-get install postgresql): catalogue, jobs, migrations not tried on it',
  })
else
  for (const suite of [
    connectionOn,
    catalogOn,
    jobsOn,
    keysOn,
    consentOn,
    policiesOn,
    auditsOn,
    recordFilesOn,
  ])
    suite(`Debian’s PostgreSQL ${found.major}`, () => debianServer(found.bin))
