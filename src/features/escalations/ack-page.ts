import { piecesOf } from '../../core/policy/runbook.ts'
import { severityTitle } from '../../core/policy/severity-title.ts'
import { instantOf } from '../../core/time/moment.ts'
import { Html, html, tabIcon } from '../../platform/html.ts'
import { ackScript, ackStyle } from './ack-style.ts'
import type { AckView } from './ack-view.ts'
import { countdown, fuseLeft } from './rules.ts'

/** What a tab has room for. */
const TAB_LENGTH = 100

/** The nonces of this answer's content security policy. */
export type Nonces = { script: string; style: string }

const SHAPES = [
  'M5.5 1.5h5l4 4v5l-4 4h-5l-4-4v-5zM8 4.5v4M8 11v.5',
  'M8 2 15 14H1zM8 6v4M8 12v.3',
  'M8 1.5 14.5 8 8 14.5 1.5 8z',
  'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z',
]
const icon = (path: string, size = 16): Html =>
  html`<svg width="${size}" height="${size}" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`
const logo = html`<svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" aria-hidden="true"><path d="M5 17v-6a7 7 0 0 1 14 0v6M2.5 20.5h19M12 11v5.5"/></svg>`
const BOOK = 'M3.5 3A1.5 1.5 0 0 1 5 1.5h7.5v13H5A1.5 1.5 0 0 1 3.5 13zM3.5 12.5A1.5 1.5 0 0 1 5 11h7.5'
const NOTED = 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 7.2v4M8 4.8v.3'
const CHECKED = 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM5 8.2 7.2 10.4 11 6'

/** A whole page: no framework, no login, no outside resource. The style and the script carry the answer's nonces. */
export function documentOf(
  { title, body, extraStyle = '' }: { title: string; body: Html; extraStyle?: string },
  { script, style }: Nonces,
): string {
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex,nofollow"><title>${title}</title>${tabIcon}<style nonce="${style}">${new Html(ackStyle + extraStyle)}</style></head><body>${body}<script nonce="${script}">${new Html(ackScript)}</script></body></html>`
  return page.markup
}

export function ackPage(view: AckView, nonces: Nonces): string {
  const { next, now } = view
  const fuse = next ? `.fuse i{width:${fuseLeft({ since: next.since, until: next.at }, now)}%}` : ''
  const body = html`<main>${brand(view)}${said(view)}<p class="paged">${severity(view)}${view.paged && html`<span>${view.paged}</span>`}</p><h1>${view.title}</h1><p class="where">${view.where}</p>${box(view)}${runbooks(view)}${others(view)}${acts(view)}</main>`
  return documentOf({ title: `${view.title.slice(0, TAB_LENGTH)} · Tocsin`, body, extraStyle: fuse }, nonces)
}

const brand = ({ organization, linkNote }: Pick<AckView, 'organization' | 'linkNote'>): Html =>
  html`<header>${logo}<b>Tocsin</b><i>· ${organization}</i>${linkNote && html`<span>${linkNote}</span>`}</header>`

const severity = ({ level, standing }: AckView): Html => {
  const shape = Math.min(Math.max(level.rank, 1), SHAPES.length)
  return html`<span class="sev s${shape}${standing.kind === 'open' ? ' solid' : ''}">${icon(SHAPES[shape - 1] ?? '')}${severityTitle(level.id, level.name)}</span>`
}

/** What has become of it, when it is no longer open. */
const said = ({ outcome, standing }: AckView): Html | null =>
  outcome &&
  html`<div class="done" role="status">${icon(standing.kind === 'open' ? NOTED : CHECKED, 22)}<div><b>${outcome.title}</b><span>${outcome.text}</span></div></div>`

const box = ({ facts }: AckView): Html | null =>
  facts.length > 0
    ? html`<div class="box">${facts.map(({ word, value }) => html`<div><span>${word}</span><b>${value}</b></div>`)}</div>`
    : null

/** What to do next, from the runbook, and the whole of it behind one tap. */
function runbooks({ runbooks: books }: AckView): Html | null {
  if (books.length === 0) return null
  const first = books.find(({ steps }) => steps.length > 0)
  const known = books.filter(({ text }) => text !== null)
  const named = books.filter(({ text }) => text === null)
  const next =
    first && html`<h2>Do next</h2><ol>${first.steps.map((step, i) => html`<li><i>${i + 1}</i><span>${stepOf(step)}</span></li>`)}</ol>`
  const whole = known.map(
    ({ name, count, text }) =>
      html`<details><summary class="btn">${icon(BOOK)}Runbook: ${name}${count > 0 && `, ${count} step${count === 1 ? '' : 's'}`}</summary><pre>${text}</pre></details>`,
  )
  return html`${next}${whole}${named.length > 0 && html`<h2>Runbooks</h2><ul>${named.map(({ name }) => html`<li>${name}</li>`)}</ul>`}`
}

const stepOf = (step: string): Html[] => piecesOf(step).map((piece, i) => (i % 2 ? html`<code>${piece}</code>` : html`${piece}`))

const others = (view: AckView): Html | null =>
  view.others.length > 0
    ? html`<h2>Who else knows</h2><ul>${view.others.map(({ name, note }) => html`<li><span class="av" aria-hidden="true">${[...name][0]?.toUpperCase()}</span>${name}<em>${note}</em></li>`)}</ul>`
    : null

/** The thumb's part of the screen: who is next and when, and the one button above the others. */
function acts(view: AckView): Html | null {
  const { standing, next, now } = view
  if (standing.kind === 'over') return null
  const left = next ? instantOf(next.at).epochMilliseconds - now.epochMilliseconds : 0
  const clock =
    next &&
    html`<div class="left"><span>${next.names} ${next.isPlural || next.isYou ? 'are' : 'is'} paged ${next.isYou ? 'again ' : ''}in</span><b role="timer" data-until data-left="${Math.max(0, left)}">${countdown(next.at, now)}</b></div><div class="fuse"><i></i></div>`
  const buttons = view.buttons.map(
    ({ act, label, isMain }) =>
      html`<form method="post" class="${isMain ? 'wide' : ''}"><button name="act" value="${act}" class="${isMain ? 'go' : ''}">${label}</button></form>`,
  )
  return html`<div class="act">${clock}${buttons}${view.incident && html`<a class="btn wide" href="${view.incident.href}">Open ${view.incident.reference}</a>`}</div>`
}

/** A link that was altered, has run out or leads to nothing any more: no act is possible, so say how to get another. */
export function deadLinkPage(organization: string, publicUrl: string, nonces: Nonces): string {
  const body = html`<main>${brand({ organization, linkNote: null })}<p class="paged"></p><h1>This link is no longer valid</h1><p class="where">It has run out, or it was not copied whole. Nothing was acknowledged by it, and paging goes on.</p><div class="box"><div><span>A new link</span><b>comes with the next page</b></div><div><span>On a command line</span><b>tocsin ack ALR-…</b></div></div><div class="act"><a class="btn wide" href="${publicUrl}/alerts">Open the console to acknowledge</a></div></main>`
  return documentOf({ title: 'Link no longer valid · Tocsin', body }, nonces)
}

/** The database is away: whoever taps must know that it did not count, and that paging goes on. */
export function notAcknowledgedPage(organization: string, nonces: Nonces): string {
  const body = html`<main>${brand({ organization, linkNote: null })}<p class="paged"></p><h1>Not acknowledged</h1><p class="where" role="alert">Tocsin cannot reach its database at this moment, so nothing can be looked up or acknowledged. Paging goes on as soon as it is back.</p><div class="box"><div><span>What to do</span><b>try again in a few seconds</b></div></div><div class="act"><form method="post" class="wide"><button name="act" value="acknowledge" class="go">Try to acknowledge again</button></form></div></main>`
  return documentOf({ title: 'Not acknowledged · Tocsin', body }, nonces)
}
