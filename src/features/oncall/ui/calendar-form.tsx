import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { api } from '../../../web/server/api.ts'
import type { AddCalendar, CalendarList } from '../contract/calendar.ts'
import { importedQuery } from './imported-query.ts'
import { onCallQuery, wordsOfError } from './queries.ts'
import { say } from './strings.ts'

const FILLS = ['shifts', 'overrides', 'away'] as const
type Fills = (typeof FILLS)[number]

/** A calendar of others, by its address: what it fills is chosen, and it is read at once. */
export function CalendarForm({ onDone }: { onDone: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [fills, setFills] = useState<Fills>('shifts')
  const [schedule, setSchedule] = useState<string | null>(null)
  const { mutate, isPending, error } = useMutation({
    mutationFn: (body: AddCalendar) => api<CalendarList>('/api/v1/calendars', { method: 'POST', body }),
    onSuccess: (list) => {
      client.setQueryData(importedQuery.queryKey, list)
      onDone()
    },
  })
  const isReady = name.trim() !== '' && url.trim() !== '' && (fills === 'away' || schedule !== null)
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) mutate({ name: name.trim(), url: url.trim(), fills, ...(fills !== 'away' && schedule ? { of: schedule } : {}) })
  }
  return (
    <form onSubmit={onSend} className="stack panel-inside narrow-form">
      <h3>{say('addCalendar')}</h3>
      <TextInput label={say('calendarName')} required value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput
        label={say('calendarUrl')}
        description={say('calendarUrlWhat')}
        type="url"
        required
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <Filled {...{ fills, setFills, schedule, setSchedule }} />
      {error && (
        <p className="missed" role="alert">
          {wordsOfError(error)}
        </p>
      )}
      <div className="form-actions">
        <Button variant="subtle" onClick={onDone}>
          {say('cancel')}
        </Button>
        <Button type="submit" loading={isPending} disabled={!isReady}>
          {say('saveCalendar')}
        </Button>
      </div>
    </form>
  )
}

type FilledProps = { fills: Fills; setFills: (fills: Fills) => void; schedule: string | null; setSchedule: (id: string | null) => void }

/** Where its entries go: onto a schedule, or into time off. */
function Filled({ fills, setFills, schedule, setSchedule }: FilledProps) {
  const { data } = useQuery(onCallQuery)
  return (
    <>
      <Choice
        label={say('calendarFills')}
        description={say(`fillsWhat_${fills}`)}
        value={fills}
        onChange={(value) => setFills(FILLS.find((each) => each === value) ?? fills)}
        data={FILLS.map((value) => ({ value, label: say(`fills_${value}`) }))}
      />
      {fills !== 'away' && (
        <Choice
          label={say('calendarOf')}
          value={schedule}
          onChange={setSchedule}
          data={(data?.items ?? []).map(({ schedule: id, name }) => ({ value: id, label: name }))}
        />
      )}
    </>
  )
}
