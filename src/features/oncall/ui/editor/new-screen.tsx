import '../on-call.css'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { nowMs } from '../../../../web/clock.ts'
import { Choice } from '../../../../web/kit/choice.tsx'
import { Choices } from '../../../../web/kit/choices.tsx'
import { Panel } from '../../../../web/kit/panel.tsx'
import { localIn } from '../../../../web/local-time.ts'
import { api } from '../../../../web/server/api.ts'
import { Page } from '../../../../web/shell/page.tsx'
import { useZone } from '../../../../web/times.ts'
import { zoneChoices } from '../../../../web/zones.ts'
import type { ScheduleChange } from '../../contract/changes.ts'
import type { RotationBody } from '../../contract/draft.ts'
import { schedulePath, wordsOfError } from '../queries.ts'
import { draftQuery, NOBODYS } from './draft-queries.ts'
import { say } from './strings.ts'

/** A name and who takes turns; everything else is a usual value that the editor changes. */
export function Screen() {
  return (
    <Page title={say('newSchedule')} crumbs={[{ label: say('onCall'), to: '/on-call' }]}>
      <Panel title={say('newSchedule')} note={say('newScheduleWhat')} isPadded>
        <NewForm />
      </Panel>
    </Page>
  )
}

/** "Payments primary" → "payments-primary" */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

function NewForm() {
  const mine = useZone()
  const { data } = useQuery(draftQuery(NOBODYS))
  const [name, setName] = useState('')
  const [zone, setZone] = useState(mine)
  const [members, setMembers] = useState<string[]>([])
  const [pace, setPace] = useState('weekly')
  const id = slugOf(name)
  const { mutate, isPending, error } = useMaking()
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (id && members.length > 0) mutate({ id, name, zone, members, pace })
  }
  return (
    <form className="stack new-schedule" onSubmit={onSend}>
      <TextInput
        label={say('scheduleName')}
        required
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Choices
        label={say('members')}
        description={say('membersWhat')}
        data={(data?.bundle.users ?? []).map((user) => ({ value: user.id, label: user.name ?? user.id }))}
        value={members}
        onChange={setMembers}
      />
      <PaceAndZone {...{ pace, setPace, zone, setZone, mine }} />
      {error && (
        <p className="missed" role="alert">
          {wordsOfError(error)}
        </p>
      )}
      <div className="form-actions">
        <Button type="submit" variant="filled" loading={isPending} disabled={!id || members.length === 0}>
          {say('makeSchedule')}
        </Button>
      </div>
    </form>
  )
}

type New = { id: string; name: string; zone: string; members: string[]; pace: string }

function bodyOf({ id, name, zone, members, pace }: New): RotationBody {
  const starts = `${localIn(zone, nowMs()).slice(0, 10)}T00:00`
  return {
    stamp: null,
    schedule: {
      id,
      name: name.trim(),
      timezone: zone,
      layers: [{ id: 'first', name: say('firstLayer'), rotation: pace, starts, members }],
    },
  }
}

/** Makes the schedule and goes on in its editor. */
function useMaking() {
  const navigate = useNavigate()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (made: New) => api<ScheduleChange>(`${schedulePath(made.id)}/rotation`, { method: 'PUT', body: bodyOf(made) }),
    onSuccess: async (_, { id }) => {
      await client.invalidateQueries({ queryKey: ['policy'] })
      await navigate({ to: '/on-call/$schedule/edit', params: { schedule: id } } as never)
    },
  })
}

type ChoiceProps = { pace: string; setPace: (pace: string) => void; zone: string; setZone: (zone: string) => void; mine: string }

function PaceAndZone({ pace, setPace, zone, setZone, mine }: ChoiceProps) {
  return (
    <>
      <Choice
        label={say('rotates')}
        value={pace}
        onChange={(value) => setPace(value ?? pace)}
        data={(['weekly', 'daily', 'monthly'] as const).map((value) => ({ value, label: say(`pace_${value}`) }))}
      />
      <Choice label={say('scheduleZone')} value={zone} data={zoneChoices(mine)} onChange={(value) => setZone(value ?? zone)} />
    </>
  )
}
