import { IconBell, IconCalendar } from '@tabler/icons-react'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { dayOf, timeOfDay, useZone } from '../../../web/times.ts'
import type { Week } from '../contract.ts'
import { say } from './strings.ts'

export function WeekPanel({ week: { duty, paged, pagedAtNight } }: { week: Week }) {
  useZone()
  return (
    <Panel title={say('week')}>
      <Rows columns="16px 72px minmax(0, 1fr)" label={say('week')}>
        <Row>
          <IconCalendar size={16} aria-hidden />
          <span className="t2">{say('weekOnCall')}</span>
          <span className="medium now-right">{dutyWords(duty)}</span>
        </Row>
        <Row>
          <IconBell size={16} aria-hidden />
          <span className="t2">{say('weekPaged')}</span>
          <span className="medium now-right">{say('weekTimes', { count: paged, night: pagedAtNight })}</span>
        </Row>
      </Rows>
    </Panel>
  )
}

const WEEKDAY_LETTERS = 3
/** "Sat 00:00": within two weeks the weekday says enough beside the schedule. */
const shortly = (moment: string): string => `${dayOf(Date.parse(moment)).slice(0, WEEKDAY_LETTERS)} ${timeOfDay(Date.parse(moment))}`

function dutyWords(duty: Week['duty']): string {
  if (!duty) return say('weekOff')
  if (!duty.isNow || !duty.until) return say('weekFrom', { from: shortly(duty.from) })
  return say('weekUntil', { until: shortly(duty.until), after: duty.after.map((each) => each.name).join(', ') || say('nobody') })
}
