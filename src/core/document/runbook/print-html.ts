import type { Part, Point } from './part.ts'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (words: string): string => words.replace(/[&<>"]/g, (char) => ESCAPES[char] as string)
/** The only mark inside of a line that the chapters use. */
const inline = (words: string): string => escaped(words).replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
const anchorOf = (words: string): string => words.toLowerCase().replace(/[^a-z0-9]+/g, '-')

const pointOf = ({ text, below = [] }: Point): string =>
  `<li>${inline(text)}${below.length > 0 ? `<ul>${below.map((each) => `<li>${inline(each)}</li>`).join('')}</ul>` : ''}</li>`

const cells = (row: readonly string[], tag: 'td' | 'th'): string =>
  `<tr>${row.map((each) => `<${tag}>${inline(each)}</${tag}>`).join('')}</tr>`

const PRINTERS: { [K in Part['kind']]: (part: Extract<Part, { kind: K }>) => string } = {
  heading: ({ level, text }) => `<h${level} id="${anchorOf(text)}">${inline(text)}</h${level}>`,
  text: ({ text }) => `<p>${inline(text)}</p>`,
  list: ({ items, isOrdered }) => `<${isOrdered ? 'ol' : 'ul'}>${items.map(pointOf).join('')}</${isOrdered ? 'ol' : 'ul'}>`,
  table: ({ header, rows }) =>
    `<div class="wide"><table><thead>${cells(header, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table></div>`,
  ladder: ({ rungs }) =>
    `<ol class="ladder">${rungs.map(({ by, text }) => `<li>${by ? `<span class="by">${inline(by)}</span>` : ''}<span class="rung">${inline(text)}</span></li>`).join('')}</ol>`,
  fence: ({ text }) => `<pre>${escaped(text)}</pre>`,
}

const STYLE = `
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.7rem } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid #8886; padding-bottom: .25rem } h3 { font-size: 1.02rem; margin: 1.5rem 0 .25rem }
nav ul { columns: 2; padding-left: 1.1rem }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884 }
pre { background: #8881; padding: .75rem 1rem; border-radius: 6px; overflow-x: auto; white-space: pre-wrap; font-size: .85rem }
.ladder { list-style: none; padding: 0 } .ladder li { display: flex; flex-direction: column; align-items: flex-start }
.ladder li + li::before { content: "↓"; padding-left: 1.2rem } .by { padding-left: 1.2rem; opacity: .75; font-size: .85rem } .rung { border: 1px solid #888; border-radius: 6px; padding: .35rem .8rem; font-weight: 600 }
@media print { body { margin: 0; max-width: none; font-size: 11px } h2 { break-after: avoid } table, pre, .ladder { break-inside: avoid } nav { display: none } }
`

/** The document as one page that needs nothing else: kept on a disk or printed, it is read when everything is down. */
export function printHtml(parts: readonly Part[]): string {
  const [title] = parts
  const name = title?.kind === 'heading' ? title.text : ''
  const chapters = parts.filter((part) => part.kind === 'heading' && part.level === 2) as Extract<Part, { kind: 'heading' }>[]
  const contents = `<nav><ul>${chapters.map(({ text }) => `<li><a href="#${anchorOf(text)}">${inline(text)}</a></li>`).join('')}</ul></nav>`
  const [first = '', ...rest] = parts.map((part) => (PRINTERS[part.kind] as (each: Part) => string)(part))
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(name)}</title><style>${STYLE}</style></head>
<body>
${[first, contents, ...rest].join('\n')}
</body></html>
`
}
