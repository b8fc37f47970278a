import { ROLES, type RoleName } from '../../../core/account/roles.ts'
import type { PageContext } from '../models/page-context.ts'

const NAMES = Object.keys(ROLES).filter((name): name is RoleName => Object.hasOwn(ROLES, name))

interface RoleBoxesProps {
  readonly ctx: PageContext
  readonly ticked: readonly string[]
  readonly hint?: string
  /** Whether its name heads a part of the page. */
  readonly heading?: boolean
}

/** Roles to tick; each says what it allows. */
export const RoleBoxes = ({ ctx: { t }, ticked, hint, heading = false }: RoleBoxesProps) => (
  <fieldset class="boxes">
    <legend>{heading ? <h2>{t('people.roles')}</h2> : t('people.roles')}</legend>
    {hint !== undefined && <p class="hint">{hint}</p>}
    {NAMES.map(role => (
      <div class="check">
        <input
          id={`role-${role}`}
          name="role"
          type="checkbox"
          value={role}
          checked={ticked.includes(role)}
          aria-describedby={`role-${role}-hint`}
        />
        <label for={`role-${role}`}>{t(`role.${role}`)}</label>
        <p class="hint" id={`role-${role}-hint`}>
          {t(`role.${role}_hint`)}
        </p>
      </div>
    ))}
  </fieldset>
)

/** Roles of somebody in words. */
export const rolesText = ({ t }: PageContext, roles: readonly RoleName[]): string =>
  roles.length === 0 ? t('role.none') : roles.map(role => t(`role.${role}`)).join(', ')
