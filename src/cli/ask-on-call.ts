import type { OnCallAnswer, ScheduleView } from '../features/oncall/contract.ts'
import { connect } from './client.ts'
import { noSchedules, weekRows } from './oncall-weeks.ts'
import { minute, printJson, printLine, printTable } from './print.ts'

type Asked = { schedule?: string; from: Temporal.Instant; to: Temporal.Instant; weeks: number | null; json?: boolean }

/** Asks the running instance who is on call, or for the shifts of one schedule. */
export async function askOnCall({ schedule, from, to, weeks, json }: Asked): Promise<void> {
  const { call } = await connect()
  if (!schedule) {
    const { items, always } = await call<OnCallAnswer>('GET', '/api/v1/oncall')
    if (json) return printJson(items)
    if (items.length === 0) return printLine(noSchedules(always))
    return printTable(
      items.map(({ name, people, until, because }) => [name, namesOf(people), until ? `until ${minute(until)} UTC` : '', because]),
    )
  }
  const span = new URLSearchParams({ from: from.toString(), to: to.toString() })
  const view = await call<ScheduleView>('GET', `/api/v1/schedules/${encodeURIComponent(schedule)}?${span}`)
  const shifts = view.final.filter((shift) => !shift.isShadow)
  if (json)
    return printJson(
      shifts.map(({ start, end, people, layer }) => ({ start, end, members: people.map((each) => each.id.replace(/^user:/, '')), layer })),
    )
  const rows = shifts.map(({ start, end, people }) => ({ start, end, names: people.map(({ name }) => name) }))
  if (weeks !== null) return printTable(weekRows(rows, { from, weeks }))
  printTable(shifts.map(({ start, end, people, layer }) => [minute(start), minute(end), namesOf(people), layer]))
  for (const gap of view.gaps) printLine(`NOBODY  ${gap.start} to ${gap.end}: ${gap.cost}`)
}

const namesOf = (people: readonly { name: string }[]): string => people.map((each) => each.name).join(', ') || 'NOBODY'
