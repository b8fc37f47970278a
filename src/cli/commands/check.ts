import { checkFilesHost } from '../../core/settings/check-files-host.ts'
import { checkHosts, suffixesOf } from '../../core/settings/check-hosts.ts'
import { readSettings } from '../../core/settings/read-settings.ts'
import { type ShownSetting, showSettings } from '../../core/settings/show-settings.ts'
import { SETTINGS } from '../../core/settings.ts'
import type { Command } from '../command.ts'
import { findPortals } from '../known-portals.ts'
import { type LocatedSettings, locateSettings } from '../located-settings.ts'

const WIDTH = Math.max(...SETTINGS.map(setting => setting.env.length))

const describe = ({ env, value, changed }: ShownSetting): string =>
  `${changed ? '*' : ' '} ${env.padEnd(WIDTH)}  ${value === null ? '-' : String(value)}`

function effective(settings: LocatedSettings, folder: string): readonly ShownSetting[] {
  const defaults = readSettings({ env: {}, file: null })
  return showSettings(settings, defaults.ok ? locateSettings(defaults.value, folder) : settings)
}

/** `vitrine check`: every effective setting, every portal, and all that is wrong; starts nothing. */
export const check: Command = {
  name: 'check',
  arguments: [],
  options: [{ name: 'demo' }],
  async run({ flags }, { settings, folder, output }) {
    const located = settings()
    const { portals, faults } = await findPortals(located, flags.has('demo'))
    const configs = portals.map(portal => portal.config)
    const wrong = [
      ...faults,
      ...checkHosts(located.host, configs, suffixesOf(located)),
      ...checkFilesHost(located, configs),
    ]
    const shown = effective(located, folder)
    const lines = portals.map(({ config, datasets }) =>
      output.say('cli.checked_portal', {
        slug: config.slug,
        hosts: config.hosts.join(', '),
        datasets: datasets.length,
      }),
    )
    output.result(
      { settings: shown, portals: configs.map(({ slug, hosts }) => ({ slug, hosts })), faults: wrong },
      [...shown.map(describe), '', ...lines],
    )
    if (wrong.length > 0) output.faults(wrong)
    return wrong.length === 0 ? 'done' : 'refused'
  },
}
