import type { WeekWindow } from '../../../../core/policy/schema/primitives.ts'
import type { Schedule } from '../../../../core/policy/schema/schedule.ts'
import { readHours, windowsOf } from './layer-hours.ts'
import type { Preview } from './preview.ts'

/** Hours of a layer that would close a gap: `to` is until when, "24:00" at the end of a day. */
export type Repair = { layer: string; to: string; restrict: WeekWindow[] }

/** Layers whose hours end where a gap begins, each extended to the gap's end when that lies within a day. */
export function repairsOf({ gaps, layers, zone }: Preview, draft: Schedule): Repair[] {
  const found = draft.layers.flatMap((layer): Repair[] => {
    const hours = readHours(layer.restrict)
    if (hours.kind !== 'each' && hours.kind !== 'stretch') return []
    const ends = new Set(layers.find(({ id }) => id === layer.id)?.shifts.map(({ end }) => end.epochMilliseconds))
    const gap = gaps.find(({ start, end }) => ends.has(start.epochMilliseconds) && start.until(end).total('hours') < 24)
    if (!gap) return []
    const to = gap.end
      .toZonedDateTimeISO(layer.timezone ?? zone)
      .toPlainTime()
      .toString({ smallestUnit: 'minute' })
    return [{ layer: layer.id, to: to === '00:00' ? '24:00' : to, restrict: windowsOf({ ...hours, to }) }]
  })
  return found.filter(
    ({ layer, restrict }) => JSON.stringify(draft.layers.find(({ id }) => id === layer)?.restrict) !== JSON.stringify(restrict),
  )
}
