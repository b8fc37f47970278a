import { describe } from 'node:test'
import { founding } from './founding.ts'
import { json } from './json.ts'
import { page } from './page.ts'
import { versions } from './versions.ts'

describe('what portals say of themselves, behind the real doors', { concurrency: false }, () => {
  founding()
  page()
  json()
  versions()
})
