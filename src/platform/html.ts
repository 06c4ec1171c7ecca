/** Markup that is safe to send: made only by `html`, so text cannot pass for it. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
  toString(): string {
    return this.markup
  }
}

type Part = string | number | Html | null | undefined | false | readonly Part[]

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"'`]/g, (sign) => ENTITIES[sign] ?? sign)

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (part instanceof Html) return part.markup
  if (Array.isArray(part)) return part.map(render).join('')
  return escapeHtml(String(part))
}

/**
 * A template of markup: every value is escaped unless it is itself `html`; lists are joined; null, undefined and false
 * are nothing. Quote attributes, and check a link's scheme with `safeLink`: escaping does not make `javascript:` harmless.
 */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(strings.reduce((markup, text, index) => markup + render(parts[index - 1]) + text))

const SAFE_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** The address when following it is harmless (web, mail, telephone, or within this site), else null. */
export function safeLink(address: string): string | null {
  const url = URL.parse(address, 'https://relative.invalid')
  return url && SAFE_SCHEMES.has(url.protocol) ? address : null
}
