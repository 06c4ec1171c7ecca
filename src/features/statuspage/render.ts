import { instantOf, type Moment, momentOf } from '../../core/time/moment.ts'
import { type Html, html, tabIcon } from '../../platform/html.ts'
import { bars, dayName, minutesInWords } from './bars.ts'
import { icon, iconSheet } from './icons.ts'
import { beganAt, COMPONENT_WORDS, type ComponentView, HISTORY_DAYS, type IncidentView, lengthOf, type PageView } from './page-view.ts'
import { clockAt, dateAt, dayAt, timeMark } from './times.ts'

/** `stylesheet`, `script` and `base` (`/status`, `/status/other`) are addresses within this site. */
export type Frame = { stylesheet: string; script: string; base: string }

/** So that a page that says nothing new is the same page to every cache. */
const toTheMinute = (at: Moment): Moment => momentOf(instantOf(at).round({ smallestUnit: 'minute', roundingMode: 'floor' }))

/** `11 m ago`. */
function ago(moment: Moment, at: Moment): string {
  const minutes = Math.floor((instantOf(at).epochMilliseconds - instantOf(moment).epochMilliseconds) / 60_000)
  if (minutes < 60) return `${Math.max(0, minutes)} m ago`
  return minutes < 1440 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / 1440)} d ago`
}

export function frameOf({ title, body, view }: { title: string; body: Html; view: PageView }, { stylesheet, script, base }: Frame): string {
  return `<!doctype html>\n${html`<html lang="en" data-at="${toTheMinute(view.at)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${tabIcon}<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="${stylesheet}"><script src="${script}" defer></script><link rel="alternate" type="application/atom+xml" title="${view.title}" href="${base}/history.atom"></head><body>${iconSheet}<div class="frame"><header class="top"><a class="logo" href="${base}"><span aria-hidden="true">${view.title.slice(0, 1)}</span>${view.title}</a><a class="button" href="${base}/history.atom">${icon('feed')}Feed</a></header><main>${body}</main><footer>${support(view)}Times in your own zone where your browser tells it, else in ${view.zone}. Every published minute counts towards the bars; a partial outage counts three tenths.</footer></div></body></html>`}`
}

/** Whoever is still in trouble is told where to ask. */
const support = ({ support: address }: PageView): Html | null =>
  address
    ? html`<p class="support">Questions? Write to ${address.includes('@') ? html`<a href="mailto:${address}">${address}</a>` : address}.</p>`
    : null

/** The whole public page. */
export function renderPage(view: PageView, frame: Frame): string {
  const body = html`${overall(view)}${view.open.map((incident) => article(incident, view, frame))}${componentList(view, frame)}${below(view, frame)}`
  return frameOf({ title: view.title, body, view }, frame)
}

/** One incident under its own address, for links that outlive it. */
export function renderIncident(incident: IncidentView, view: PageView, frame: Frame): string {
  const body = html`<h1 class="sr">${incident.title}</h1>${article(incident, view, frame)}<p><a href="${frame.base}">Status of everything</a></p>`
  return frameOf({ title: `${incident.title} · ${view.title}`, body, view }, frame)
}

/** The line of a page that is shown although what it rests on cannot be read. */
export function staleLine(at: Moment, zone: string): Html {
  return html`<p class="stale" role="status">This page could not be refreshed since ${clockAt(at, zone)} ${zone}, ${dayAt(at, zone)}. It says what we knew then.</p>`
}

/** Where the honest line goes in a page that was drawn while all was well. */
export const withStaleLine = (page: string, line: Html): string => page.replace('<main>', `<main>${line}`)

function overall({ level, word, detail, at, zone }: PageView): Html {
  return html`<section class="word ${level}" role="status">${icon(level)}<div><h1>${word}</h1><p>${detail}</p></div><div class="as-of">Checked at ${timeMark(toTheMinute(at), { at, zone })}</div></section>`
}

function article(incident: IncidentView, view: PageView, { base }: Frame): Html {
  const { title, level, posts, nextUpdateBy, reference, affected } = incident
  const state = incident.isOpen
    ? statusWord(level === 'operational' ? 'degraded' : level, level === 'operational' ? 'Problem' : undefined)
    : statusWord('operational', 'Resolved')
  const next = nextUpdateBy && html`<span class="chip">Next update by ${timeMark(nextUpdateBy, view)}</span>`
  return html`<article class="incident"><header>${state}<h2><a href="${base}/incidents/${reference}">${title}</a></h2>${next}</header><ol>${posts.map((post) => html`<li><div class="when"><b>${post.word}</b><small>${timeMark(post.at, view)} · ${ago(post.at, view.at)}</small></div><p>${post.text}</p></li>`)}</ol><p class="affected">${affected.length > 0 && html`${incident.isOpen ? 'Affects' : 'Affected'} ${affected.join(', ')}. `}${span(incident, view)}</p></article>`
}

/** When it began, when it was last spoken of, when it was over and after how long. */
const span = (incident: IncidentView, view: PageView): Html =>
  html`Began ${timeMark(beganAt(incident), view)}. ${
    incident.resolvedAt
      ? html`Over since ${timeMark(incident.resolvedAt, view)}: it lasted ${lengthOf(incident, view.at)}.`
      : html`Updated ${timeMark(incident.updatedAt, view)}.`
  }`

const statusWord = (level: ComponentView['status'], word: string = COMPONENT_WORDS[level]): Html =>
  html`<span class="status ${level}">${icon(level)}${word}</span>`

function componentList(view: PageView, { base }: Frame): Html | null {
  if (view.components.length === 0) return null
  const legend = (['operational', 'degraded', 'partial_outage', 'major_outage'] as const).map(
    (level) => html`<span class="wide">${icon(level)} ${COMPONENT_WORDS[level]}</span>`,
  )
  return html`<section class="components" aria-labelledby="bars"><div class="legend"><h2 id="bars">Last 90 days</h2>${legend}</div>${view.components.map(
    (component) =>
      html`<div class="component"><span class="name">${component.name}</span>${bars(component, base)}<span class="uptime">${component.uptime}</span>${statusWord(component.status)}</div>`,
  )}${table(view)}</section>`
}

function table({ components }: PageView): Html {
  const rows = components.flatMap(({ name, days, uptime }) => {
    const bad = days.filter((day) => day.worst !== 'operational')
    const fine = html`<tr><th scope="row">${name}</th><td>all other days</td><td>Working</td><td>${uptime}</td></tr>`
    return [
      ...bad.map((day) => html`<tr><th scope="row">${name}</th><td>${dayName(day.date)}</td><td>${minutesInWords(day)}</td><td></td></tr>`),
      fine,
    ]
  })
  return html`<details><summary>As a table</summary><table><caption class="sr">Problems of the last 90 days by component and day</caption><thead><tr><th scope="col">Component</th><th scope="col">Day</th><th scope="col">What was published</th><th scope="col">Uptime</th></tr></thead><tbody>${rows}</tbody></table></details>`
}

function below(view: PageView, frame: Frame): Html {
  const planned =
    view.maintenance.length > 0 &&
    html`<section class="box"><h2>Planned</h2>${view.maintenance.map((each) => html`<p>${statusWord('maintenance', each.name)}</p><p class="quiet">${timeMark(each.from, view)} to ${timeMark(each.to, view)}. ${each.components.join(', ')}. ${each.reason}</p>`)}</section>`
  const updates = html`<section class="box" id="updates"><h2>Get updates</h2><p class="links"><a class="button" href="${frame.base}/history.atom">${icon('feed')}Feed</a><a class="button" href="/api/v2/summary.json">JSON</a></p></section>`
  return html`<div class="pair">${updates}${planned}</div><section class="box history"><h2>Last ${HISTORY_DAYS} days</h2>${history(view, frame)}</section>`
}

function history(view: PageView, { base }: Frame): Html[] {
  const today = instantOf(view.at).toZonedDateTimeISO(view.zone).toPlainDate()
  const days = Array.from({ length: HISTORY_DAYS }, (_, back) => today.subtract({ days: back }).toString())
  const byDay = Map.groupBy(view.incidents, (incident) => dateAt(incident.startedAt, view.zone))
  return days.map((date) => {
    const incidents = byDay.get(date) ?? []
    const said = incidents.map(
      (incident) =>
        html`<p class="past"><a href="${base}/incidents/${incident.reference}">${incident.title}</a> <span class="quiet">${lengthOf(incident, view.at)}${incident.isOpen ? ', not over yet' : ''}. ${incident.posts[0]?.text}</span></p>`,
    )
    return html`<div class="day"><b>${dayName(date)}</b><div>${said.length > 0 ? said : html`<p class="quiet">No incidents</p>`}</div></div>`
  })
}
