const SPACE = /("(?:[^"\\]+|\\.)*")|[ \n\r\t]+/gs

/** JSON text without white space between its tokens; every number and text as it is written. */
export const compactJson = (text: string): string =>
  /[ \n\r\t]/.test(text) ? text.replace(SPACE, '$1') : text
