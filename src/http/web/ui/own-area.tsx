import { accountUrl } from '../account-urls.ts'
import { type Done, OWN_PAGES, type OwnPage } from '../models/own-area.ts'
import { Area, type AreaPage, type MenuLink } from './area.tsx'

interface OwnAreaProps extends AreaPage {
  readonly page: OwnPage
  readonly done?: Done | null
}

/** Every page about somebody's own account. */
export const OwnArea = ({ page, done = null, ...props }: OwnAreaProps) => {
  const { t, language } = props.ctx
  const links: readonly MenuLink[] = [
    ...OWN_PAGES.map(name => ({
      ...{ label: t(`own.${name}`), href: accountUrl(language, name), current: name === page },
    })),
    { label: t('sign-out.go'), href: accountUrl(language, 'sign_out') },
  ]
  return (
    <Area
      {...props}
      menu={{ label: t('own.menu'), links }}
      done={done === null ? null : t(`own.done.${done}`)}
    />
  )
}
