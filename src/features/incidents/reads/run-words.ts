import type { JsonObject } from '../../../core/command/command.ts'
import { because, card, curated, plain, type Said, type Tell, text, texts } from './saying.ts'

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`
const spaced = (slug: unknown): string => text(slug).replaceAll('_', ' ').replaceAll('-', ' ')
const withRunbook = (data: JsonObject): string => (text(data.runbook) ? `, runbook ${text(data.runbook)}` : '')
const chosen = (data: JsonObject): string =>
  `${spaced(data.action)}${text(data.situation) ? ` (${text(data.situation)})` : ''}${withRunbook(data)}${because(data.reason)}`

/** `finished step 3 of 7 of roll-back: Compare error rates.` */
const stepWords = (did: string, { step, of, runbook, text: words }: JsonObject): string =>
  `${did} step ${step as number} of ${of as number} of ${text(runbook)}: ${text(words)}`

/** What somebody said to it. */
const noted = (data: JsonObject): Pick<Said, 'words'> => (text(data.note) ? { words: text(data.note) } : {})

const tasks: Record<string, Tell> = {
  'incident.checklist_opened': (data) =>
    plain(`opened the checklist “${text(data.list)}”: ${count((data.tasks as unknown[]).length, 'task')}`),
  'incident.tasks_dropped': (data) =>
    plain(`dropped ${count(texts(data.tasks).length, 'task')}: ${text(data.why) || 'no longer asked for at this level'}`),
  'incident.task_added': (data, { name }) =>
    curated(
      `${text(data.phase) === 'follow-up' ? 'wrote down for afterwards' : 'added a task'}${text(data.owner) ? ` for ${name(data.owner)}` : ''}`,
      { words: text(data.text) },
    ),
  'incident.task_assigned': (data, { name }) => plain(`gave “${text(data.text)}” to ${text(data.owner) ? name(data.owner) : 'nobody'}`),
  'incident.task_done': (data) => curated(`did “${text(data.text)}”`),
  'incident.task_reopened': (data) => curated(`took back that “${text(data.text)}” is done`),
  'incident.task_waived': (data) => curated(`left “${text(data.text)}” out${because(data.why)}`),
  'incident.gate_forced': (data) =>
    curated(`went past ${count(texts(data.missing).length, 'open point')} to ${text(data.gate)}${because(data.reason)}`, {
      tone: 'missed',
      words: texts(data.missing).join('\n'),
    }),
}

const knowledge: Record<string, Tell> = {
  'incident.answered': (data) => card(`answered “${text(data.question)}”`, data.text),
  'incident.decided': (data) => card(text(data.kind) ? `decided on ${spaced(data.kind)}` : 'decided', data.text),
  'incident.evidence_attached': (data) =>
    curated(`attached ${text(data.name)} (${data.bytes as number} bytes, SHA-256 ${text(data.sha256).slice(0, 12)}…)`, {
      ...(text(data.note) ? { words: text(data.note) } : {}),
    }),
  'incident.notes_written': () => plain('wrote in the shared notes'),
  'incident.pinned': () => plain('pinned an entry'),
  'incident.corrected': (data) => curated(`corrected an entry${because(data.reason)}`, { words: text(data.text) }),
  'incident.unpinned': () => plain('took an entry down'),
  'incident.source_changed': (data) => plain(`corrected how it was noticed: ${text(data.to)}, not ${text(data.from)}`, noted(data)),
  'incident.promised': (data) =>
    curated(`promised the next update${text(data.rhythm) ? `; the policy asks for one every ${text(data.rhythm)} anyway` : ''}`, {
      promisedBy: text(data.nextBy),
    }),
  'incident.review_asked': () => plain('asked for the draft of the review'),
}

const ways: Record<string, Tell> = {
  'incident.mitigation_chosen': (data) => curated(`chose ${chosen(data)}`),
  'incident.confirmation_asked': (data) =>
    curated(`wants ${chosen(data)}; it is dangerous, a second person confirms it`, { tone: 'missed' }),
  'incident.mitigation_confirmed': (data, { person }) => curated(`confirmed ${chosen(data)} for ${person(data.askedBy)}`),
  'incident.mitigation_declined': (data, { person }) => curated(`said no to ${person(data.askedBy)}: ${chosen(data)}`),
  'incident.tree_begun': (data) => curated(`began the decision tree “${text(data.tree)}”: ${text(data.ask)}`),
  'incident.tree_answered': (data) =>
    curated(`“${text(data.ask)}” ${text(data.answer)}${text(data.next) ? `; next “${text(data.next)}”` : ''}`),
  'incident.tree_led': (data) => curated(`the tree “${text(data.tree)}” leads to ${spaced(data.do)}${withRunbook(data)}`),
  'incident.reclassified': (data) =>
    curated(
      `made it ${text(data.to) ? `of the type ${text(data.to)}` : 'of no type'}, ${data.isPrivate ? 'private to its responders' : 'for everybody to read'}${because(data.reason)}`,
    ),
  'incident.runbook_used': (data) => curated(`follows the runbook ${text(data.runbook)}`, noted(data)),
  'incident.step_finished': (data) => curated(stepWords('finished', data), noted(data)),
  'incident.step_taken_back': (data) => curated(stepWords('took back', data), noted(data)),
}

const bonds: Record<string, Tell> = {
  'incident.related': (data) => curated(`tied it to ${text(data.reference)}`, noted(data)),
  'incident.tied': (data) => curated(`${spaced(data.kind)} ${text(data.reference)}`),
  'incident.merged': (data) => curated(`ended it as a duplicate of ${text(data.reference)}`, noted(data)),
  'incident.split': (data) => curated(`split off ${text(data.reference)} with ${count(texts(data.alerts).length, 'alert')}`),
  'incident.recurred': (data) =>
    curated(`an alert came back while it was watched: ${text(data.title)}${text(data.effect) === 'reopen' ? '; it is open again' : ''}`, {
      tone: 'missed',
    }),
  'incident.watch_ended': () => plain('stopped watching: nothing came back'),
  'incident.summoned': () => curated("asked for the service's people"),
  'incident.made_private': () => curated('is private to its responders from now on'),
  'incident.places_opened': (data) => plain(`opened ${[data.room, data.bridge].map(text).filter(Boolean).join(' and ')}`),
  'incident.policy_moved': (data) => curated(`moved it from version ${data.from as number} of the policy to ${data.to as number}`),
  'incident.stood_down': (data, { person }) => {
    const people = texts(data.people).map(person)
    return curated(`stood everybody down${people.length > 0 ? `: thank you ${people.join(', ')}` : ''}`)
  },
  'incident.ticket_opened': (data) => curated(`a ticket was opened${text(data.url) ? `: ${text(data.url)}` : ''}`),
}

/** What running an incident is told in. */
export const runWords: Record<string, Tell> = { ...tasks, ...knowledge, ...ways, ...bonds }
