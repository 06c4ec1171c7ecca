import { isBuffer, NOBODY } from '../../oncall/order.ts'
import type { Draft } from '../draft.ts'
import type { Path, Problem } from '../finding.ts'
import type { Layer, Schedule } from '../schema/schedule.ts'

/** `said` is message and remedy. */
const problem = (rule: string, path: Path, said: readonly [string, string]): Problem => ({
  ...{ level: 'error', rule, path, message: said[0], remedy: said[1] },
})

/** Schedules that nobody can compute: without source, with two, with a hand-off that does not fit, with a turn nobody holds. */
export function brokenSchedules(draft: Draft): Problem[] {
  return (draft.bundle.schedules ?? []).flatMap((schedule) => {
    const path = draft.pathOf(schedule)
    return [
      ...sourceProblems(schedule, path),
      ...schedule.layers.flatMap((layer, index) => layerProblems(layer, [...path, 'layers', index])),
    ]
  })
}

function sourceProblems(schedule: Schedule, path: Path): Problem[] {
  const { id, follows, layers, overrides, offset, shadows } = schedule
  const problems: Problem[] = []
  if (!follows && layers.length === 0 && overrides.length === 0) {
    problems.push(
      problem('empty-schedule', path, [`schedule "${id}" has nobody`, 'add `layers:` with members, or `follows:` another schedule']),
    )
  }
  if (follows && layers.length > 0) {
    problems.push(
      problem('two-sources', [...path, 'follows'], [`schedule "${id}" has layers and follows "${follows}"`, 'keep one of the two']),
    )
  }
  if (offset !== undefined && !follows) {
    problems.push(
      problem(
        'two-sources',
        [...path, 'offset'],
        [`schedule "${id}" has an offset but follows nothing`, 'add `follows:` or remove `offset`'],
      ),
    )
  }
  for (const [index, shadow] of shadows.entries()) {
    if (layers.some((layer) => layer.id === shadow.follows)) continue
    const remedy = `write the id of a layer: ${layers.map((layer) => layer.id).join(', ')}`
    problems.push(
      problem('dangling-reference', [...path, 'shadows', index, 'follows'], [`"${shadow.follows}" names no layer of "${id}"`, remedy]),
    )
  }
  return problems
}

function layerProblems(layer: Layer, path: Path): Problem[] {
  const problems: Problem[] = []
  const day = layer.handoff?.day
  const kind = typeof layer.rotation === 'string' ? layer.rotation : 'custom'
  const wanted = { weekly: 'string', monthly: 'number' }[kind as string]
  if (day !== undefined && typeof day !== wanted) {
    const remedy =
      { weekly: 'write a weekday: mon, tue, …', monthly: 'write a day of the month: 1 to 31' }[kind as string] ?? 'remove `day`'
    problems.push(problem('handoff', [...path, 'handoff', 'day'], [`a ${kind} rotation cannot change on day ${day}`, remedy]))
  }
  if (kind === 'hourly' && layer.handoff?.at) {
    problems.push(
      problem('handoff', [...path, 'handoff', 'at'], ['an hourly rotation has no time of day to change at', 'set the minute in `starts`']),
    )
  }
  if (typeof layer.rotation === 'object' && (layer.rotation.amount === 0 || !['m', 'h', 'd', 'w', 'mo'].includes(layer.rotation.unit))) {
    const message = `a turn cannot last ${layer.rotation.text}`
    problems.push(
      problem('handoff', [...path, 'rotation'], [message, 'write hourly, daily, weekly, monthly or a length such as 12h, 10d or 2w']),
    )
  }
  return [...problems, ...memberProblems(layer, path)]
}

/** Members that cannot take turns: all of them `nobody`, a holder or a spell of somebody who is no member. */
function memberProblems(layer: Layer, path: Path): Problem[] {
  const problems: Problem[] = []
  if (layer.members.every(isBuffer)) {
    const said = [`layer "${layer.id}" has only turns of ${NOBODY}`, 'add somebody to `members`, or remove the layer'] as const
    problems.push(problem('empty-schedule', [...path, 'members'], said))
  }
  for (const [index, { member }] of (layer.membership ?? []).entries()) {
    if (layer.members.some((turn) => turn.includes(member))) continue
    const said = [
      `"${member}" joins or leaves layer "${layer.id}" without being among its members`,
      'add it to `members` at its place',
    ] as const
    problems.push(problem('membership', [...path, 'membership', index, 'member'], said))
  }
  const holder = layer.turn?.member[0]
  if (holder !== undefined && !layer.members.some((turn) => turn.includes(holder))) {
    const remedy = `write one of ${layer.members.flat().join(', ')}, or remove \`turn\``
    problems.push(
      problem('turn', [...path, 'turn', 'member'], [`"${holder}" holds the turn but is not a member of layer "${layer.id}"`, remedy]),
    )
  }
  return problems
}
