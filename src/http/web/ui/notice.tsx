import type { ComponentChildren } from 'preact'
import type { PageContext } from '../models/page-context.ts'
import { Icon } from './icon.tsx'

interface NoticeProps {
  readonly ctx: PageContext
  readonly id?: string
  readonly children: ComponentChildren
}

/** Something that a reader should know before using what follows. */
export const Notice = ({ ctx, id, children }: NoticeProps) => (
  <p class="notice" id={id}>
    <Icon ctx={ctx} name="triangle-alert" />
    <span>{children}</span>
  </p>
)
