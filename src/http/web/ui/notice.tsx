import type { ComponentChildren } from 'preact'
import type { PageContext } from '../models/page-context.ts'
import { Icon } from './icon.tsx'

/** Something that a reader should know before using what follows. */
export const Notice = ({ ctx, children }: { ctx: PageContext; children: ComponentChildren }) => (
  <p class="notice">
    <Icon ctx={ctx} name="triangle-alert" />
    <span>{children}</span>
  </p>
)
