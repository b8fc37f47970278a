import { SETTINGS, type SettingDeclaration, type Settings } from '../settings.ts'

/** A setting as it may be printed. */
export interface ShownSetting {
  readonly name: string
  readonly env: string
  readonly value: string | number | readonly string[] | null
  /** Whether it differs from the default. */
  readonly changed: boolean
}

const MASK = '***'

/** A secret without what makes it one: user and host of an address stay readable, the rest never. */
export function masked(value: string): string {
  if (!URL.canParse(value)) return MASK
  const url = new URL(value)
  if (url.hostname === '') return MASK
  const user = url.username === '' ? '' : `${url.username}:${MASK}@`
  return `${url.protocol}//${user}${url.host}${url.pathname === '/' ? '' : url.pathname}`
}

/** Every effective setting in declared order, secrets masked. `defaults` are the settings of an empty environment. */
export const showSettings = (settings: Settings, defaults: Settings): readonly ShownSetting[] =>
  SETTINGS.map((declaration: SettingDeclaration) => {
    const name = declaration.name as Exclude<keyof Settings, 'clientSecrets'>
    const value = settings[name]
    return {
      name,
      env: declaration.env,
      value: declaration.secret === true && typeof value === 'string' ? masked(value) : value,
      changed: JSON.stringify(value) !== JSON.stringify(defaults[name]),
    }
  })
