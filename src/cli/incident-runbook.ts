import type { RunbookText } from '../features/catalog/contract.ts'
import type { IncidentDetail } from '../features/incidents/contract/incident.ts'
import type { Client } from './client.ts'
import { printLine, printTable, styled } from './print.ts'

/** The runbook that was just named, step by step, with what is finished of it; nothing where only its name is known. */
export async function printRunbook({ call }: Client, { id, runbooks }: IncidentDetail, named: string): Promise<void> {
  const found = runbooks.find((each) => plainly(each.id) === plainly(named))
  if (!found || found.steps === 0) return
  const { title, steps } = await call<RunbookText>(
    'GET',
    `/api/v1/incidents/${encodeURIComponent(id)}/runbooks/${encodeURIComponent(found.id)}`,
  )
  const done = new Map(found.finished.map(({ step, by }) => [step, by.name]))
  printLine(styled('bold', title))
  printTable(steps.map((pieces, i) => [done.has(i + 1) ? '✓' : '', `${i + 1}.`, pieces.join('`'), done.get(i + 1) ?? '']))
  printLine()
}

const plainly = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
