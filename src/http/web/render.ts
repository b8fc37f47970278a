import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** A whole page as text. Pages are pure: the same model gives the same bytes. */
export const renderPage = (page: VNode): string => `<!doctype html>${renderToString(page)}`
