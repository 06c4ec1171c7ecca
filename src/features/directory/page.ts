import type { ContactCard, Directory, PersonCard } from '../../core/directory/directory.ts'
import { type Html, html, safeLink } from '../../platform/html.ts'

/** One page without style, script or picture: to be printed, or kept where it can be read when nothing else works. */
export function directoryPage({ organization, support, at, policy, onCall, roles, people, contacts, links, aims }: Directory): string {
  const seen = `${at.slice(0, 16).replace('T', ' ')} UTC`
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${organization}: whom to reach</title></head><body>
<h1>${organization}: whom to reach</h1>
<p>As of ${seen}, policy version ${policy}.${support ? html` Support: ${linked(support)}` : ''}</p>
${table('On call', ['Schedule', 'Who', 'Until'], onCall.map(dutyRow))}
${table(
  'Roles',
  ['Role', 'Holder', 'Backup'],
  roles.map(({ name, holders, backups }) => [name, lines(holders.length > 0 ? holders : ['whoever takes it']), lines(backups)]),
)}
${table('People', ['Name', 'Reach', 'When', 'Then'], people.map(personRow))}
${table('Vendors and others', ['Name', 'Reach', 'Terms', 'For'], contacts.map(contactRow))}
${table(
  'Documents and tools',
  ['Name', 'Where', 'For'],
  links.map(({ name, url, kind, service }) => [lines([name, kind]), linked(url), service ?? '']),
)}
${points('Objectives', aims.objectives)}${points('Principles', aims.principles)}${points('Ground rules', aims.groundRules)}
</body></html>`.markup
}

type Cell = Html | string

function table(title: string, head: readonly string[], rows: readonly Cell[][]): Html | null {
  if (rows.length === 0) return null
  return html`<h2>${title}</h2>
<table border="1" cellpadding="4"><thead><tr>${head.map((each) => html`<th scope="col" align="left">${each}</th>`)}</tr></thead><tbody>
${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td valign="top">${cell}</td>`)}</tr>\n`)}</tbody></table>`
}

const points = (title: string, said: readonly string[]): Html | null =>
  said.length === 0 ? null : html`<h2>${title}</h2><ul>${said.map((each) => html`<li>${each}</li>`)}</ul>\n`

const lines = (parts: readonly (Cell | null)[]): Html =>
  html`${parts.filter((part) => part !== null && part !== '').map((part, index) => html`${index > 0 ? html`<br>` : ''}${part}`)}`

const dutyRow = ({ name, people, until }: Directory['onCall'][number]): Cell[] => [
  name,
  people.length > 0 ? lines(people.map((each) => html`${each.name} ${each.phone && telephone(each.phone)}`)) : html`<b>nobody</b>`,
  until ? `${until.slice(0, 16).replace('T', ' ')} UTC` : '',
]

const personRow = ({ name, title, phone, email, chats, hours, types, timezone, isAway, roles, escalatesTo }: PersonCard): Cell[] => [
  lines([html`<b>${name}</b>`, title, roles.join(', ')]),
  lines([phone && telephone(phone), email && mail(email), ...chats.map((chat) => `${chat.via} ${chat.name}`)]),
  lines([hours ?? 'any hour', types.length > 0 ? `for ${types.join(', ')} only` : null, timezone, isAway ? html`<b>away now</b>` : null]),
  lines(escalatesTo),
]

const contactRow = ({ id, name, kind, phone, email, chat, url, hours, plan, notes, statusUrl, usedBy }: ContactCard): Cell[] => [
  html`<a id="contact-${id}"></a>${lines([html`<b>${name}</b>`, kind])}`,
  lines([phone && telephone(phone), email && mail(email), chat, url && linked(url)]),
  lines([hours, plan, notes, statusUrl && html`status: ${linked(statusUrl)}`]),
  lines(usedBy.map((each) => each.name)),
]

const telephone = (number: string): Html => html`<a href="tel:${number.replace(/[^+\d]/g, '')}">${number}</a>`
const mail = (address: string): Html => html`<a href="mailto:${address}">${address}</a>`
const linked = (text: string): Cell => (/^https?:/.test(text) && safeLink(text) ? html`<a href="${text}" rel="noopener">${text}</a>` : text)
