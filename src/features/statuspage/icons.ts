import type { ComponentStatus } from '../../core/incident/state.ts'
import { Html, html } from '../../platform/html.ts'

/** Each status has a shape of its own, so that colour never speaks alone. */
const SHAPES: Record<ComponentStatus, string> = {
  operational: '<circle cx="12" cy="12" r="9"/><path d="M8 12.500l3 3 5-6"/>',
  maintenance: '<path d="M20 7a5 5 0 0 1-7 6l-6 7-3-3 7-6a5 5 0 0 1 6-7l-3 3 3 3z"/>',
  degraded: '<path d="M12 3l9 9-9 9-9-9z"/>',
  partial_outage: '<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" stroke="none"/>',
  major_outage: '<circle cx="12" cy="12" r="9"/><path d="M9 9l6 6M15 9l-6 6"/>',
}

const FEED = '<path d="M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8"/><circle cx="6" cy="18" r="1.200" fill="currentColor"/>'

const symbols = { ...SHAPES, feed: FEED }

/** Written once on a page; `icon` refers to it. */
export const iconSheet: Html = new Html(
  `<svg class="sheet" aria-hidden="true">${Object.entries(symbols)
    .map(([id, shape]) => `<symbol id="${id}" viewBox="0 0 24 24">${shape}</symbol>`)
    .join('')}</svg>`,
)

export const icon = (id: keyof typeof symbols): Html => html`<svg class="i" aria-hidden="true"><use href="#${id}"/></svg>`
