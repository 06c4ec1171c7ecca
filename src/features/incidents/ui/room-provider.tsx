import { type ReactNode, Suspense, useMemo, useState } from 'react'
import { lazily } from '../../../web/shell/lazily.tsx'
import type { IncidentDetail } from '../contract/incident.ts'
import type { IncidentVerb } from '../contract/requests.ts'
import type { AskForm } from './ask.ts'
import type { Act } from './queries.ts'
import { type Mode, roomContext } from './room.ts'

const AskDialog = lazily(() => import('./ask-dialog.tsx'), 'AskDialog')

type Props = { incident: IncidentDetail; act: Act; isActing: boolean; children: ReactNode }

export function RoomProvider({ incident, act, isActing, children }: Props) {
  const [{ mode, asked }, setAsked] = useState<{ mode: Mode; asked: number }>({ mode: 'update', asked: 0 })
  const [form, setForm] = useState<AskForm | null>(null)
  const room = useMemo(
    () => ({
      incident,
      act,
      run: (verb: IncidentVerb, body?: object) => void act(verb, body).catch(() => undefined),
      isActing,
      mode,
      asked,
      show: (next: Mode) => setAsked((before) => ({ ...before, mode: next })),
      write: (next: Mode) => setAsked((before) => ({ mode: next, asked: before.asked + 1 })),
      ask: setForm,
    }),
    [incident, act, isActing, mode, asked],
  )
  return (
    <roomContext.Provider value={room}>
      {children}
      <Suspense fallback={null}>{form && <AskDialog form={form} isBusy={isActing} onClose={() => setForm(null)} />}</Suspense>
    </roomContext.Provider>
  )
}
