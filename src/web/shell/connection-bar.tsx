import { IconCircleX } from '@tabler/icons-react'
import { type LostCause, useConnection } from '../server/connection.ts'
import { timeOfDay, useZone } from '../times.ts'
import { say } from './strings.ts'

/** The red bar on every screen: what is lost, since when, and what still works. */
export function ConnectionBar() {
  const state = useConnection()
  return <div role="status">{state.status === 'lost' && <LostBar cause={state.cause} since={state.since} />}</div>
}

export function LostBar({ cause, since, isShort = false }: { cause: LostCause; since: number; isShort?: boolean }) {
  useZone()
  const time = timeOfDay(since)
  const what = { offline: say('lostOffline', { time }), server: say('lostServer', { time }), database: say('lostDatabase', { time }) }[
    cause
  ]
  return (
    <div className="lost-bar">
      <IconCircleX size={16} aria-hidden />
      <div>
        <b>{what}</b>
        {!isShort && <span className="lost-note">{cause === 'database' ? say('lostDatabaseNote') : say('lostNote')}</span>}
      </div>
    </div>
  )
}
