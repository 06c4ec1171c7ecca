import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { Choice } from '../../../web/kit/choice.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { daysFrom, instantIn, localIn } from '../../../web/local-time.ts'
import { api } from '../../../web/server/api.ts'
import { useMe } from '../../../web/server/session.ts'
import { useZone } from '../../../web/times.ts'
import type { AbsenceView, AddAway, AwayAnswer } from '../contract/changes.ts'
import { awayQuery } from './cover-queries.ts'
import { draftQuery, NOBODYS } from './editor/draft-queries.ts'
import { useDutyChange, wordsOfError } from './queries.ts'
import { SpanFields } from './span-fields.tsx'
import { say } from './strings.ts'
import { type Tell, useTell } from './tell.ts'
import { MoveList } from './trial-words.tsx'

const pathOf = (user: string | null): string => (user === null ? '/api/v1/me/away' : `/api/v1/people/${encodeURIComponent(user)}/away`)

/** Time off, mine or, for admins, anybody's: turns that fall into it pass on; who has them then stands beside. */
export function AwayPanel() {
  const tell = useTell(useZone())
  const mayForOthers = useMe()?.may.includes('people.write') ?? false
  const [user, setUser] = useState<string | null>(null)
  const { data, error } = useQuery(awayQuery(pathOf(user)))
  return (
    <Panel
      title={say(user === null ? 'away' : 'awayTheirs')}
      note={say('awayWhat')}
      actions={mayForOthers ? <WhoseAway user={user} onChoose={setUser} /> : undefined}
    >
      {error && <p className="on-call-none">{wordsOfError(error)}</p>}
      {data?.items.length === 0 && <p className="on-call-none">{say('noAway')}</p>}
      {data && data.items.length > 0 && (
        <Rows columns="minmax(0, 1.2fr) minmax(0, 2fr) 32px" narrowColumns="minmax(0, 1fr) 44px" label={say('away')}>
          {data.items.map((absence) => (
            <Absence key={absence.key} absence={absence} tell={tell} path={pathOf(user)} />
          ))}
        </Rows>
      )}
      {data?.can.add && <AddAwayForm key={user} path={pathOf(user)} />}
    </Panel>
  )
}

function WhoseAway({ user, onChoose }: { user: string | null; onChoose: (user: string | null) => void }) {
  const { data } = useQuery(draftQuery(NOBODYS))
  return (
    <Choice
      size="xs"
      aria-label={say('awayOf')}
      placeholder={say('awayMine')}
      value={user}
      onChange={onChoose}
      data={(data?.bundle.users ?? []).map(({ id, name }) => ({ value: id, label: name ?? id }))}
    />
  )
}

function Absence({ absence, tell, path }: { absence: AbsenceView; tell: Tell; path: string }) {
  const { key, from, to, reason, calendar, opens, can } = absence
  const { mutate } = useDutyChange(() => api<AwayAnswer>(`${path}/${encodeURIComponent(key)}`, { method: 'DELETE' }))
  const when = say('gap', { from: tell(from), to: tell(to) })
  return (
    <Row className="cover-row">
      <span>
        <span className="medium">{when}</span>
        <span className="row-second">{calendar ? say('fromCalendar', { calendar }) : reason}</span>
      </span>
      <MoveList moves={opens} />
      {can.remove && (
        <ActionIcon variant="subtle" aria-label={say('removeAway', { when })} onClick={() => mutate(undefined)}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </Row>
  )
}

function AddAwayForm({ path }: { path: string }) {
  const zone = useZone()
  const days = daysFrom(zone, nowMs(), 3)
  const [from, setFrom] = useState(localIn(zone, days[1] ?? 0))
  const [to, setTo] = useState(localIn(zone, days[2] ?? 0))
  const [reason, setReason] = useState('')
  const { mutate, isPending } = useDutyChange((body: AddAway) => api<AwayAnswer>(path, { method: 'POST', body }))
  const [starts, ends] = [instantIn(zone, from), instantIn(zone, to)]
  const isReady = starts !== null && ends !== null && starts < ends
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) mutate({ from: starts, to: ends, ...(reason.trim() ? { reason: reason.trim() } : {}) })
  }
  return (
    <form onSubmit={onSend} className="stack panel-inside narrow-form">
      <h3>{say('addAway')}</h3>
      <SpanFields zone={zone} from={from} to={to} onFrom={setFrom} onTo={setTo} />
      <TextInput
        label={say('reason')}
        description={say('awayReasonWhat')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="form-actions">
        <Button type="submit" loading={isPending} disabled={!isReady}>
          {say('saveAway')}
        </Button>
      </div>
    </form>
  )
}
