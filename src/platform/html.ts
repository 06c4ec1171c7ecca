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

/** The mark on the tab of pages that load nothing else. */
export const tabIcon = html`<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' rx='5' fill='%231a1c1f'/%3E%3Cpath d='M6.5 16v-4.5a5.5 5.5 0 0 1 11 0V16M4.5 18.5h15M12 11.5v4' fill='none' stroke='%23fff' stroke-width='2' stroke-linecap='round'/%3E%3C/svg%3E">`
