import type { OfficeDone } from '../models/office-area.ts'
import { type OfficePage, officeUrl } from '../office/office-urls.ts'
import { Area, type AreaPage } from '../ui/area.tsx'

interface OfficeAreaProps extends AreaPage {
  readonly page: OfficePage
  readonly done?: OfficeDone | null
}

/** In the order of the menu. */
const PAGES: readonly OfficePage[] = [
  'overview',
  'people',
  'groups',
  'keys',
  'providers',
  'services',
  'events',
]

/** Every page of the back office. */
export const OfficeArea = ({ page, done = null, ...props }: OfficeAreaProps) => {
  const { t, language } = props.ctx
  const links = PAGES.map(name => ({
    ...{ label: t(`office.${name}`), href: officeUrl(language, name), current: name === page },
  }))
  return (
    <Area
      {...props}
      menu={{ label: t('office.menu'), links }}
      done={done === null ? null : t(`office.done.${done}`)}
      kind="office"
    />
  )
}
