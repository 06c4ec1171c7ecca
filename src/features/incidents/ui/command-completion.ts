import type { CommandHelp } from '../contract/grammar.ts'
import type { IncidentDetail } from '../contract/incident.ts'

/** What the line becomes, and what the completion is about. */
export type Completion = { text: string; label: string; about: string }

type Item = { word: string; about: string }
type Named = { id: string; name: string }

/** More would hide the line that is typed. */
const MOST = 6

const plain = (text: string): string => text.toLowerCase().replace(/[@\s_-]+/g, '')
const named = (items: readonly Named[]): Item[] => items.map(({ id, name }) => ({ word: id, about: name === id ? '' : name }))
const people = ({ choices }: IncidentDetail): Item[] => choices.people.map(({ id, name }) => ({ word: `@${id}`, about: name }))

/** What may stand at the first place after a command. */
const FIRST: Readonly<Record<string, (incident: IncidentDetail) => Item[]>> = {
  severity: ({ choices }) => named(choices.severities),
  status: ({ statuses }) => statuses.map((word) => ({ word, about: '' })),
  role: ({ roles }) => named(roles),
  impact: ({ impact }) => impact.map(({ id, name }) => ({ word: `${id}=`, about: name })),
  done: ({ tasks }) => tasks.filter(({ status }) => status === 'open').map(({ id, text }) => ({ word: id, about: text })),
  skip: ({ tasks }) => tasks.filter(({ status }) => status === 'open').map(({ id, text }) => ({ word: id, about: text })),
  undo: ({ tasks }) => tasks.filter(({ status }) => status !== 'open').map(({ id, text }) => ({ word: id, about: text })),
  waive: ({ clocks }) => clocks.filter(({ closedAt }) => closedAt === null).map(({ id, title }) => ({ word: id, about: title })),
  complete: ({ clocks }) => clocks.filter(({ repair }) => repair === 'complete').map(({ id, title }) => ({ word: id, about: title })),
  mitigate: ({ mitigation }) => mitigation.options.map(({ action, situation }) => ({ word: action, about: situation ?? '' })),
  tree: ({ trees }) => [...named(trees), { word: 'yes', about: '' }, { word: 'no', about: '' }],
  answer: ({ questions }) => questions.map(({ question }, i) => ({ word: String(i + 1), about: question })),
  split: ({ alerts }) => alerts.map(({ reference, title }) => ({ word: reference, about: title })),
}

const TAKES_A_PERSON = new Set(['commander', 'tech-lead', 'comms', 'scribe', 'liaison', 'page', 'task', 'action'])

/** How what is typed may go on: the command, then what it can be about in this incident. Nothing once the line is whole. */
export function completionsOf(typed: string, help: readonly CommandHelp[], incident: IncidentDetail): Completion[] {
  const line = typed.replace(/^\/(incident\s+)?/i, '').trimStart()
  const words = line.split(/\s+/)
  const last = words.at(-1) ?? ''
  const before = line.slice(0, line.length - last.length)
  if (words.length <= 1) return line === '' ? [] : commandsFor(last, help)
  const items = itemsFor(words, help, incident)
  return items
    .filter(({ word, about }) => word !== last && isMeant({ word, about }, last))
    .slice(0, MOST)
    .map(({ word, about }) => ({ text: `${before}${word}${word.endsWith('=') ? '' : ' '}`, label: word, about }))
}

function commandsFor(typed: string, help: readonly CommandHelp[]): Completion[] {
  const wanted = typed.toLowerCase()
  const found = help.filter(({ name, aliases }) => [name, ...aliases].some((each) => each.startsWith(wanted)))
  if (found.length === 1 && found[0]?.name === wanted) return []
  return found.slice(0, MOST).map(({ name, usage, about }) => ({ text: `${name} `, label: usage, about }))
}

function itemsFor(words: readonly string[], help: readonly CommandHelp[], incident: IncidentDetail): Item[] {
  const [typed = ''] = words
  const command = help.find(({ name, aliases }) => name === typed.toLowerCase() || aliases.includes(typed.toLowerCase()))?.name ?? ''
  if (words.at(-1)?.startsWith('@')) return people(incident)
  if (words.length === 2 && TAKES_A_PERSON.has(command)) return people(incident)
  if (words.length === 3 && command === 'role') return [...people(incident), { word: 'nobody', about: '' }]
  const isOpenEnded = command === 'impact'
  return words.length === 2 || isOpenEnded ? (FIRST[command]?.(incident) ?? []) : []
}

/** By its beginning, or by a word of what it is about. */
const isMeant = ({ word, about }: Item, typed: string): boolean =>
  plain(word).startsWith(plain(typed)) || (typed.length > 1 && plain(about).includes(plain(typed)))
