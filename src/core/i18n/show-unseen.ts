/**
 * A text in which everything is seen: control characters, and those that turn the order of what is read (Unicode UAX 9) or
 * take no room, are shown as U+FFFD. For what a reader decides by, such as a condition; not for prose, which needs some of them.
 */
export const showUnseen = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd')
