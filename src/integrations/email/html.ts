import type { Wording } from '../../core/paging/wording.ts'

/** Text that has been escaped, or written here: the only thing that gets into a mail's HTML unchanged. */
class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

/** Escapes by default: what is put in is text unless it is markup made by this same tag. */
function html(parts: TemplateStringsArray, ...values: (string | Markup | Markup[])[]): Markup {
  const shown = values.map((value) =>
    typeof value === 'string'
      ? escaped(value)
      : [value]
          .flat()
          .map((each) => each.text)
          .join(''),
  )
  return new Markup(parts.map((part, index) => part + (shown[index] ?? '')).join(''))
}

const NONE = html``

/** One column, inline styles, no pictures, nothing to load: it looks the same in every mail program and tells nobody that it was read. */
export function htmlOf(wording: Wording): string {
  const { action, details } = wording
  const rows = wording.facts.map(
    (fact) => html`<tr><td style="padding:2px 16px 2px 0;color:#5f6368">${fact.name}</td><td>${fact.value}</td></tr>`,
  )
  const alerts = wording.alerts.map((title) => html`<li>${title}</li>`)
  const body = wording.body.split('\n').map((line) => html`${line}<br>`)
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${wording.headline}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1f1f1f;background:#fff">
<div style="max-width:560px">
<h1 style="margin:0 0 12px;font-size:20px">${wording.title}</h1>
${rows.length > 0 ? html`<table role="presentation" style="margin:0 0 12px;border-collapse:collapse;font:inherit">${rows}</table>` : NONE}
${wording.body ? html`<p>${body}</p>` : NONE}
${alerts.length > 0 ? html`<ul>${alerts}${wording.more ? html`<li>${wording.more}</li>` : NONE}</ul>` : NONE}
${wording.because ? html`<p>${wording.because}</p>` : NONE}
${action ? html`<p style="margin:24px 0">${button(action)}</p>` : NONE}
${details ? html`<p><a href="${details.href}">${details.label}</a></p>` : NONE}
${wording.repeat ? html`<p style="color:#5f6368">${wording.repeat}</p>` : NONE}
</div></body></html>
`
  return page.text
}

const button = ({ label, href }: { label: string; href: string }): Markup =>
  html`<a href="${href}" style="display:inline-block;padding:12px 24px;border-radius:6px;background:#1f1f1f;color:#fff;text-decoration:none">${label}</a>`
