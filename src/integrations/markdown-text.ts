/** What Discord and Mattermost read as markup, wherever it stands. */
const MARKUP = /[\\`*_~|<>#[\](){}]/g
/** List marks and rules count at the beginning of a line only. */
const LINE_MARKUP = /^(\s*)([-+=]|\d+(?=\.))/gm
/** Invisible, and enough that `@all` and `@here` are nobody's name any more. */
const NOBODY = '\u200b'

/** Foreign text that must be read as text: no markup, no link with another name, no mention of anybody. */
export const markdownText = (text: string): string =>
  text
    .replace(MARKUP, '\\$&')
    .replace(LINE_MARKUP, (_, space: string, mark: string) => (/\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`))
    .replaceAll('@', `@${NOBODY}`)
