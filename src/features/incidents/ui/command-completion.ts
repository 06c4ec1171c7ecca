import { type FirstWord, firstWordsOf } from '../contract/first-words.ts'
import type { CommandHelp } from '../contract/grammar.ts'
import type { IncidentDetail } from '../contract/incident.ts'

/** What the line becomes, and what the completion is about. */
export type Completion = { text: string; label: string; about: string }

/** More would hide the line that is typed. */
const MOST = 6

const plain = (text: string): string => text.toLowerCase().replace(/[@\s_-]+/g, '')
const people = ({ choices }: IncidentDetail): FirstWord[] => choices.people.map(({ id, name }) => ({ word: `@${id}`, about: name }))

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

function itemsFor(words: readonly string[], help: readonly CommandHelp[], incident: IncidentDetail): FirstWord[] {
  const [typed = ''] = words
  const command = help.find(({ name, aliases }) => name === typed.toLowerCase() || aliases.includes(typed.toLowerCase()))?.name ?? ''
  if (words.at(-1)?.startsWith('@')) return people(incident)
  if (words.length === 2 && TAKES_A_PERSON.has(command)) return people(incident)
  if (words.length === 3 && command === 'role') return [...people(incident), { word: 'nobody', about: '' }]
  const isOpenEnded = command === 'impact'
  return words.length === 2 || isOpenEnded ? firstWordsOf(command, incident) : []
}

/** By its beginning, or by a word of what it is about. */
const isMeant = ({ word, about }: FirstWord, typed: string): boolean =>
  plain(word).startsWith(plain(typed)) || (typed.length > 1 && plain(about).includes(plain(typed)))
