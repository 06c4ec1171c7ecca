import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../../../web/server/api.ts'
import type { RemovedSchedule, ScheduleUses } from '../../contract/removal.ts'
import { schedulePath, wordsOfError } from '../queries.ts'
import { say } from './strings.ts'

type Props = { id: string; name: string; onClose: () => void }

const SECTIONS = ['escalation_policies', 'teams', 'schedules', 'calendars', 'users', 'roles', 'services'] as const

/** Ladder "Technical", team "Payments": what has to let go of the schedule first. */
function inWords({ section, name }: ScheduleUses['items'][number]): string {
  const known = SECTIONS.find((each) => each === section)
  return known ? say(`uses_${known}`, { name }) : `${section}: ${name}`
}

/** Takes a schedule out, once nothing names it: what does is said with its name. */
export function RemoveDialog({ id, name, onClose }: Props) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: ['policy', { uses: id }],
    queryFn: ({ signal }) => api<ScheduleUses>(`${schedulePath(id)}/uses`, { signal }),
  })
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api<RemovedSchedule>(schedulePath(id), { method: 'DELETE' }),
    onSuccess: async () => {
      await navigate({ to: '/on-call' })
      await client.invalidateQueries({ queryKey: ['policy'] })
      await client.invalidateQueries({ queryKey: ['oncall'] })
    },
  })
  return (
    <Modal opened onClose={onClose} title={say('removeTitle', { name })} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <div className="stack">
        {data && data.items.length > 0 && (
          <>
            <p>{say('removeUsed')}</p>
            <ul className="said">
              {data.items.map((use) => (
                <li key={`${use.section} ${use.id}`}>{inWords(use)}</li>
              ))}
            </ul>
          </>
        )}
        {data?.items.length === 0 && <p>{say('removeWhat')}</p>}
        {error && (
          <p className="missed" role="alert">
            {wordsOfError(error)}
          </p>
        )}
        <div className="form-actions">
          <Button variant="subtle" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button variant="outline" loading={isPending} disabled={!data?.can.remove} onClick={() => mutate()}>
            {say('removeSchedule')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
