/** What stands between these is no text. */
const HIDDEN = /^(style|script|head)\b/i
const ENDS_LINE = /^(br|\/p|\/div|\/li|blockquote)\b/i

/**
 * Enough to find the first words of a mail that has no plain text: what is not text is left out, a block is a line. Anybody may
 * send such a mail and pages wait while it is read, so each character is looked at once, whatever is left open.
 */
export function wordsIn(html: string): string {
  const words: string[] = []
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      words.push(html.slice(at))
      break
    }
    words.push(html.slice(at, open))
    const close = endOf(html, open)
    const tag = html.slice(open + 1, Math.min(close, open + LONGEST_NAME))
    if (ENDS_LINE.test(tag)) words.push('\n')
    const hidden = HIDDEN.exec(tag)?.[1]
    at = hidden ? endOf(html, startOf(html, `</${hidden}`, close)) : close
  }
  return words.join('').replace(/&nbsp;/g, ' ')
}

/** Names that matter are shorter, with the space behind them. */
const LONGEST_NAME = 12

/** After the next `>`; the text's end where there is none. */
function endOf(html: string, from: number): number {
  const close = html.indexOf('>', from)
  return close < 0 ? html.length : close + 1
}

function startOf(html: string, tag: string, from: number): number {
  const wanted = new RegExp(tag, 'gi')
  wanted.lastIndex = from
  return wanted.exec(html)?.index ?? html.length
}
