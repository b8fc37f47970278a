import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { type Parsed, parsed, refused } from '../core/parsed.ts'
import { CONFIG_VARIABLE, readSettings, type SettingSources } from '../core/settings/read-settings.ts'
import { type LocatedSettings, locateSettings } from './located-settings.ts'

const CONFIG_FILE = 'vitrine.json'

/**
 * Settings of this process: environment over `vitrine.json` (or what `VITRINE_CONFIG` names) over defaults.
 * Paths of the file are relative to its folder, so that it may be used from anywhere.
 */
export function loadSettings(env: SettingSources['env'], folder: string): Parsed<LocatedSettings> {
  const named = env[CONFIG_VARIABLE]
  const path = resolve(folder, named ?? CONFIG_FILE)
  const wanted = named !== undefined || existsSync(path)
  const file = wanted ? readConfig(path) : parsed(null)
  if (!file.ok) return file
  const settings = readSettings({ env, file: file.value })
  return settings.ok ? parsed(locateSettings(settings.value, wanted ? dirname(path) : folder)) : settings
}

function readConfig(path: string): Parsed<NonNullable<SettingSources['file']>> {
  const name = basename(path)
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return parsed({ name, content })
  } catch {
    return refused({ code: 'config_unreadable', place: name, params: { file: path } })
  }
}
