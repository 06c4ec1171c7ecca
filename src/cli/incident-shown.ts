import type { IncidentDetail } from '../features/incidents/contract/incident.ts'
import { minute, printLine, printTable, styled } from './print.ts'

/** A part of an incident that is shown where it has rows. */
type Part = { title: string; rows: (incident: IncidentDetail) => string[][] }

const OWED = new Set(['pending', 'due-soon', 'missed'])

const PARTS: readonly Part[] = [
  {
    title: 'Roles',
    rows: ({ roles }) =>
      roles.filter(({ holder, isRequired }) => holder || isRequired).map(({ name, holder }) => [name, holder?.name ?? 'needed']),
  },
  {
    title: 'Owed',
    rows: ({ clocks }) =>
      clocks.filter(({ status }) => OWED.has(status)).map(({ id, status, dueAt, title }) => [id, status, `due ${minute(dueAt)}`, title]),
  },
  {
    title: 'Ways out',
    rows: ({ mitigation }) =>
      mitigation.chosen.map(({ action, status, situation, runbook }) => [
        action,
        status === 'asked' ? 'waits for a second person (confirm, or veto why)' : status,
        [situation, runbook && `runbook ${runbook}`].filter(Boolean).join(', '),
      ]),
  },
  {
    title: 'Waits',
    rows: ({ awaiting, proposal }) => [
      ...awaiting.map(({ of, text }) => [`for ${of}`, `approve, or decline with the reason: ${text}`]),
      ...(proposal ? [[proposal.severity, `proposed: ${proposal.reason}`]] : []),
    ],
  },
  { title: 'Before it is resolved', rows: ({ gates, resolvedAt }) => (resolvedAt ? [] : gates.resolve.map((what) => [what])) },
  { title: 'Look again', rows: ({ warnings }) => warnings.map((warning) => [warning]) },
]

/** Where an incident stands; above it what was just done. */
export function printIncident(incident: IncidentDetail, said?: string): void {
  const { reference, severity, status, title, declaredAt, room } = incident
  if (said) {
    printLine(styled('green', said))
    printLine()
  }
  printLine(`${reference}  ${severity.id}  ${status}  since ${minute(declaredAt)} UTC`)
  printLine(styled('bold', title))
  if (incident.isPrivate) printLine('private to its responders')
  if (room) printLine(`room ${room}`)
  if (incident.bridge) printLine(`bridge ${incident.bridge}`)
  if (incident.unreached) printLine(styled('red', unreachedLine(incident.unreached.call)))
  for (const { title: heading, rows } of PARTS) {
    const found = rows(incident)
    if (found.length === 0) continue
    printLine()
    printLine(styled('dim', heading))
    printTable(found.map((row) => ['', ...row]))
  }
}

const unreachedLine = (call: { name: string; phone: string | null }[]): string =>
  `Nobody was reached. ${call.length > 0 ? `Call ${call.map(({ name, phone }) => (phone ? `${name} ${phone}` : name)).join(' or ')}.` : 'The policy names nobody who could be called.'}`
