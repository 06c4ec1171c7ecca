import { nameOf, namesOf } from '../../policy/reference-words.ts'
import type { DecisionTree } from '../../policy/schema/practice.ts'
import { type Chapter, chapter, heading, type Part, points, spanWords, table, text } from './part.ts'
import { whenWords } from './severities.ts'

/** What is ticked off, phase by phase. */
export const checklists: Chapter = ({ policy }) =>
  chapter(
    'Checklists',
    (policy.bundle.checklists ?? []).flatMap((list) => [
      heading(3, `${list.name ?? list.phase} (checklist)`),
      text(
        [
          `Phase: ${list.phase}.`,
          list.gate ? `Nothing is ${list.gate === 'resolve' ? 'resolved' : 'closed'} before it is done.` : '',
          whenWords(list.when),
        ]
          .filter(Boolean)
          .join(' '),
      ),
      points(
        list.tasks.map((task) =>
          [task.text, task.by ? nameOf(policy, task.by) : '', task.within ? `within ${spanWords(task.within)}` : '']
            .filter(Boolean)
            .join(' · '),
        ),
      ),
    ]),
  )

export const mitigation: Chapter = ({ policy }) => {
  const { mitigation_order: order = [], mitigations = [], decision_trees: trees = [] } = policy.bundle
  return chapter('Mitigation', [
    ...(order.length > 0
      ? [
          heading(3, 'Options in order of preference'),
          points(
            order.map((each) => each.replaceAll('_', ' ')),
            true,
          ),
        ]
      : []),
    ...(mitigations.length > 0
      ? [
          heading(3, 'Decision matrix'),
          table(
            ['Situation', 'Preferred action', 'Runbook'],
            mitigations.map(({ situation, action, runbook }) => [situation, action.replaceAll('_', ' '), runbook ?? '']),
          ),
        ]
      : []),
    ...trees.flatMap(treeParts),
  ])
}

/** Questions in the order in which a person comes to them. */
function treeParts(tree: DecisionTree): Part[] {
  const ids = Object.keys(tree.nodes)
  const ordered = [tree.start, ...ids.filter((id) => id !== tree.start)]
  const number = (id: string): string => `go to question ${ordered.indexOf(id) + 1}`
  const words = (branch: DecisionTree['nodes'][string]['yes']): string =>
    typeof branch === 'string' ? number(branch) : [branch.do.replaceAll('_', ' '), branch.runbook].filter(Boolean).join(' · runbook ')
  const questions = ordered.flatMap((id) => {
    const node = tree.nodes[id]
    return node ? [{ text: node.ask, below: [`Yes: ${words(node.yes)}`, `No: ${words(node.no)}`] }] : []
  })
  return [heading(3, `${tree.name ?? tree.id} (decision tree)`), points(questions, true)]
}

/** What is said, to whom, at which moment. */
export const templates: Chapter = ({ policy }) =>
  chapter(
    'Communication templates',
    (policy.bundle.templates ?? []).flatMap((template): Part[] => [
      heading(3, `${template.for}: ${template.moment} (${template.id})`),
      ...(template.when.length > 0 ? [text(`For ${whenWords(template.when)}.`)] : []),
      { kind: 'fence', language: 'text', text: template.subject ? `Subject: ${template.subject}\n\n${template.text}` : template.text },
    ]),
  )

export const commands: Chapter = ({ policy }) =>
  chapter(
    'Quick commands',
    (policy.bundle.commands ?? []).flatMap((command): Part[] => [
      text(`${command.name}${command.kind === 'action' ? ' (changes something: ask first)' : ''}`),
      { kind: 'fence', language: 'sh', text: command.run },
    ]),
  )

/** Texts as they were written: what is read when everything is down. */
export const runbooks: Chapter = ({ policy }) => {
  const { texts = {}, required = [] } = policy.bundle.runbooks ?? {}
  const missing = required.filter((id) => texts[id] === undefined)
  return chapter('Runbooks', [
    ...(missing.length > 0 ? [text(`Still to be written: ${missing.join(', ')}.`)] : []),
    ...Object.entries(texts).flatMap(([id, markdown]): Part[] => [
      heading(3, `${id} (runbook)`),
      { kind: 'fence', language: 'markdown', text: markdown.trimEnd() },
    ]),
  ])
}

export const services: Chapter = ({ policy }) => {
  const { services: own = [], dependencies = [] } = policy.bundle
  return chapter('Services', [
    ...(own.length > 0
      ? [
          table(
            ['Service', 'Criticality', 'Team', 'Escalation', 'Depends on'],
            own.map((each) => [
              each.name ?? each.id,
              each.criticality ?? '',
              each.team ? nameOf(policy, each.team) : '',
              each.escalation.join(', '),
              each.depends_on.join(', '),
            ]),
          ),
        ]
      : []),
    ...(dependencies.length > 0
      ? [
          heading(3, 'Dependencies'),
          table(
            ['Of others', 'Criticality', 'For', 'Status'],
            dependencies.map((each) => [each.name ?? each.id, each.criticality ?? '', each.for ?? '', each.status_url ?? '']),
          ),
        ]
      : []),
  ])
}

export const channels: Chapter = ({ policy }) => {
  const { channels: rooms = [], incident } = policy.bundle
  const room = incident?.room?.name ?? (incident?.room?.fixed ? namesOf(policy, [incident.room.fixed]) : null)
  return chapter('Channels', [
    ...(room ? [text(`War room: ${room}`)] : []),
    ...(incident?.bridge ? [text(`Bridge: ${incident.bridge.url}`)] : []),
    ...(rooms.length > 0
      ? [points(rooms.map(({ name, posts, when }) => [`#${name}`, posts.join(', '), whenWords(when)].filter(Boolean).join(' - ')))]
      : []),
  ])
}
