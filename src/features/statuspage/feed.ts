import { escapeHtml } from '../../platform/html.ts'
import { beganAt, type IncidentView, lengthOf, type PageView } from './page-view.ts'

/** Feed readers show the newest; older ones have their permalinks. */
const MOST_ENTRIES = 25

/** Characters that XML 1.0 cannot hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const xml = (text: string): string => escapeHtml(text.replace(UNWRITABLE, ''))

/** One entry for each incident, which is updated with every post: readers see one thing change, not five things. */
export function atomFeed(view: PageView): string {
  const entries = view.incidents.slice(0, MOST_ENTRIES).map((incident) => entryOf(incident, view))
  const updated =
    view.incidents
      .map(({ updatedAt }) => updatedAt)
      .toSorted()
      .at(-1) ?? view.at
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>${xml(view.url)}</id><title>${xml(view.title)}</title><updated>${updated}</updated><author><name>${xml(view.title)}</name></author><link rel="alternate" type="text/html" href="${xml(view.url)}"/><link rel="self" type="application/atom+xml" href="${xml(view.url)}/history.atom"/>${entries.join('')}</feed>
`
}

/** What stands below the posts: what is affected, how long it took, whom to ask. */
function below(incident: IncidentView, { support, at }: PageView): string {
  const { affected, resolvedAt } = incident
  const said = [
    affected.length > 0 ? `Affected: ${affected.join(', ')}.` : '',
    `Began ${beganAt(incident)}.`,
    resolvedAt ? `Over since ${resolvedAt}, after ${lengthOf(incident, at)}.` : '',
    support ? `Questions? Write to ${support}.` : '',
  ]
  return `<p>${escapeHtml(said.filter(Boolean).join(' '))}</p>`
}

const contentOf = (incident: IncidentView, view: PageView): string =>
  incident.posts
    .map(({ at, word, text }) => `<p><small>${at}</small><br/><strong>${escapeHtml(word)}</strong> - ${escapeHtml(text)}</p>`)
    .join('') + below(incident, view)

function entryOf(incident: IncidentView, view: PageView): string {
  const { reference, title, startedAt, updatedAt } = incident
  const url = `${view.url}/incidents/${encodeURIComponent(reference)}`
  // The markup of the content is itself text in XML, so what people wrote is escaped twice.
  const content = contentOf(incident, view)
  return `<entry><id>${xml(url)}</id><title>${xml(title)}</title><published>${startedAt}</published><updated>${updatedAt}</updated><link rel="alternate" type="text/html" href="${xml(url)}"/><content type="html">${xml(content)}</content></entry>`
}

/** The same as RSS 2.0, for readers that know nothing else. */
export function rssFeed(view: PageView): string {
  const items = view.incidents.slice(0, MOST_ENTRIES).map((incident) => {
    const { reference, title, updatedAt } = incident
    const url = xml(`${view.url}/incidents/${encodeURIComponent(reference)}`)
    const content = contentOf(incident, view)
    return `<item><title>${xml(title)}</title><link>${url}</link><guid isPermaLink="true">${url}</guid><pubDate>${new Date(updatedAt).toUTCString()}</pubDate><description>${xml(content)}</description></item>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>${xml(view.title)}</title><link>${xml(view.url)}</link><description>${xml(view.word)}</description>${items.join('')}</channel></rss>
`
}
