import type { IncidentDetail } from './incident.ts'

/** A word that may stand first after a command, and what it is about. */
export type FirstWord = { word: string; about: string }

type Named = { id: string; name: string }

const named = (items: readonly Named[]): FirstWord[] => items.map(({ id, name }) => ({ word: id, about: name === id ? '' : name }))

const TIMES = ['started', 'detected', 'acknowledged', 'mitigated', 'resolved']

const FIRST: Readonly<Record<string, (incident: IncidentDetail) => FirstWord[]>> = {
  severity: ({ choices }) => named(choices.severities),
  status: ({ statuses }) => statuses.map((word) => ({ word, about: '' })),
  role: ({ roles }) => named(roles),
  impact: ({ impact }) => impact.map(({ id, name }) => ({ word: `${id}=`, about: name })),
  done: ({ tasks }) => tasks.filter(({ status }) => status === 'open').map(({ id, text }) => ({ word: id, about: text })),
  skip: ({ tasks }) => tasks.filter(({ status }) => status === 'open').map(({ id, text }) => ({ word: id, about: text })),
  undo: ({ tasks }) => tasks.filter(({ status }) => status !== 'open').map(({ id, text }) => ({ word: id, about: text })),
  waive: ({ clocks }) => clocks.filter(({ closedAt }) => closedAt === null).map(({ id, title }) => ({ word: id, about: title })),
  complete: ({ clocks }) => clocks.filter(({ repair }) => repair === 'complete').map(({ id, title }) => ({ word: id, about: title })),
  mitigate: ({ mitigation }) => mitigation.options.map(({ id, situation }) => ({ word: id, about: situation ?? '' })),
  tree: ({ trees }) => [...named(trees), { word: 'yes', about: '' }, { word: 'no', about: '' }],
  answer: ({ questions }) => questions.map(({ question }, i) => ({ word: String(i + 1), about: question })),
  contacted: ({ contacts }) => named(contacts),
  'task-owner': ({ tasks }) => tasks.filter(({ status }) => status === 'open').map(({ id, text }) => ({ word: id, about: text })),
  times: ({ at }) => TIMES.map((word) => ({ word, about: at[word] ?? '' })),
  unpin: ({ pins }) => pins.map((id) => ({ word: id.replace(/^.*:/, ''), about: id })),
  unlink: ({ alerts }) => alerts.map(({ reference, title }) => ({ word: reference, about: title })),
  split: ({ alerts }) => alerts.map(({ reference, title }) => ({ word: reference, about: title })),
}

/** What a command may be about in this incident; empty where anything may follow. */
export const firstWordsOf = (command: string, incident: IncidentDetail): FirstWord[] => FIRST[command]?.(incident) ?? []

/** A command that lacks its first word, with the words it could have: one a line, below what is wrong. */
export function teachFirstWords(message: string, command: string, incident: IncidentDetail): string {
  const words = firstWordsOf(command, incident)
  return words.length === 0 ? message : [`${message}:`, ...words.map(({ word, about }) => `  ${word}${about && `  ${about}`}`)].join('\n')
}
