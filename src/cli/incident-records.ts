import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import type { IncidentDetail } from '../features/incidents/contract/incident.ts'
import type { ReportList, ReportView } from '../features/incidents/contract/report.ts'
import type { Client } from './client.ts'
import { Failure } from './failure.ts'
import { minute, printJson, printLine, printTable } from './print.ts'

const MISUSED = 2
const REPORTS = '/api/v1/reports'
const INCIDENTS = '/api/v1/incidents'

type Json = { json?: boolean }
type Reporting = Json & { details?: string; service?: string; urgency?: string; detectedBy?: string }

const client = async (): Promise<Client> => (await import('./client.ts')).connect()

/** Reports that wait for triage, and the files of an incident. */
export function defineRecords(command: Command): void {
  defineReports(command)
  command
    .command('triage')
    .argument('<report>', 'its id, from tocsin incident reports')
    .argument('<decision...>', 'declare [level], duplicate <incident> or decline <why it is none>')
    .description('decide what a report is')
    .option('--no-page', 'declare: page nobody')
    .option('--json', 'answer as JSON')
    .action(triage)
  command
    .command('evidence')
    .argument('<incident>', 'INC-2026-02-10-001, INC-42 or 42')
    .argument('[file]', 'a file to keep; without it those that are kept')
    .description('files of an incident: kept as they are, their SHA-256 in the record')
    .option('--note <words>', 'what the file shows')
    .option('--save <id>', 'write that one to [file], or into this folder under its own name')
    .option('--json', 'answer as JSON')
    .action(evidence)
}

function defineReports(command: Command): void {
  command
    .command('report')
    .argument('<title>', 'what you noticed')
    .description('say what you noticed; a responder decides whether it is an incident')
    .option('--details <words>', 'everything that helps')
    .option('--service <id>', 'service it is about')
    .option('--urgency <how>', 'now, today or later')
    .option('--detected-by <source>', 'how it was noticed')
    .option('--json', 'answer as JSON')
    .action(async (title: string, { json, ...said }: Reporting) =>
      show(await (await client()).create<ReportView>(REPORTS, { title, ...said }), json),
    )
  command
    .command('reports')
    .description('reports that wait for triage')
    .option('--status <status>', 'waiting, decided or all', 'waiting')
    .option('--json', 'answer as JSON')
    .action(async ({ status, json }: Json & { status: string }) => {
      const { items } = await (await client()).call<ReportList>('GET', `${REPORTS}?${new URLSearchParams({ status })}`)
      if (json) return printJson(items)
      if (items.length === 0) return printLine('No such reports.')
      printTable(items.map((each) => [each.id, minute(each.at), each.urgency, standing(each), each.by.name, each.title]))
    })
}

const standing = ({ status, incident, reason }: ReportView): string => [status, incident?.reference, reason].filter(Boolean).join(' ')

function show(report: ReportView, json?: boolean): void {
  if (json) printJson(report)
  else printTable([[report.id, standing(report), report.title]])
}

type Triage = Json & { page: boolean }

async function triage(id: string, [decision = '', ...words]: string[], { page, json }: Triage): Promise<void> {
  const said = words.join(' ')
  const bodies: Record<string, object> = {
    declare: { page, ...(said ? { severity: said } : {}) },
    duplicate: { incident: said },
    decline: { reason: said },
  }
  const body = bodies[decision]
  if (!body) throw new Failure(`"${decision}" is no decision; write declare, duplicate or decline`, { exitCode: MISUSED })
  if (!said && decision !== 'declare') {
    const missing = decision === 'duplicate' ? 'which incident it belongs to' : 'why it is no incident'
    throw new Failure(`say ${missing}: tocsin incident triage ${id} ${decision} …`, { exitCode: MISUSED })
  }
  show(await (await client()).call<ReportView>('POST', `${REPORTS}/${encodeURIComponent(id)}/${decision}`, body), json)
}

type Keeping = Json & { note?: string; save?: string }

async function evidence(incident: string, file: string | undefined, { note, save, json }: Keeping): Promise<void> {
  const path = `${INCIDENTS}/${encodeURIComponent(incident)}`
  const { call, create } = await client()
  if (save) return saveOne({ incident: await call<IncidentDetail>('GET', path), id: save, file })
  const body = file && { name: basename(file), content: (await contentOf(file)).toString('base64'), ...(note ? { note } : {}) }
  const detail = body ? await create<IncidentDetail>(`${path}/attach`, body) : await call<IncidentDetail>('GET', path)
  if (json) return printJson(detail.evidence)
  if (detail.evidence.length === 0) return printLine('No files are kept.')
  printTable(detail.evidence.map((each) => [each.id, minute(each.at), each.by.name, String(each.bytes), each.sha256, each.name]))
}

const contentOf = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`"${file}" cannot be read (${error.code ?? error.message}).`, { exitCode: MISUSED })
  })

/** What was saved is compared with what the record says of it. */
async function saveOne({ incident, id, file }: { incident: IncidentDetail; id: string; file: string | undefined }): Promise<void> {
  const found = incident.evidence.find((each) => each.id === id)
  if (!found) throw new Failure(`${incident.reference} has no evidence "${id}"; tocsin incident evidence ${incident.reference} lists it.`)
  const { findDoor } = await import('./client.ts')
  const { url, bearer } = await findDoor(process.env)
  const answer = await fetch(url + found.url, { headers: bearer ? { authorization: `Bearer ${bearer}` } : {} })
  if (!answer.ok) throw new Failure(`${url} answered ${answer.status} for ${found.name}.`)
  const content = Buffer.from(await answer.arrayBuffer())
  const { createHash } = await import('node:crypto')
  const sha256 = createHash('sha256').update(content).digest('hex')
  if (sha256 !== found.sha256)
    throw new Failure(`${found.name} is not what was kept: its SHA-256 is ${sha256}, and the record says ${found.sha256}.`)
  const to = file ?? basename(found.name)
  await writeFile(to, content, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`"${to}" cannot be written (${error.code ?? error.message}); name another file.`)
  })
  printLine(`${to}  ${content.length} bytes  SHA-256 ${sha256}`)
}
