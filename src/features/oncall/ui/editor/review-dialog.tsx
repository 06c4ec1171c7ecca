import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, api } from '../../../../web/server/api.ts'
import { offerUndo, sayFailed } from '../../../../web/shell/undo.tsx'
import type { ScheduleChange } from '../../contract/changes.ts'
import type { RotationBody } from '../../contract/draft.ts'
import { schedulePath, wordsOfError } from '../queries.ts'
import { Changes, Costs } from './dock.tsx'
import { type Base, draftQuery, scheduleIn } from './draft-queries.ts'
import { writtenSchedule } from './draft-rotation.ts'
import type { Editing } from './editing.ts'
import { say } from './strings.ts'

type Props = { editing: Editing; onClose: () => void; onSaved: (base: Base) => void }

/** What would be saved, in words, once more; the server has the last word about who can be woken. */
export function ReviewDialog({ editing, onClose, onSaved }: Props) {
  const [force, setForce] = useState('')
  const { mutate, isPending, error } = useSave(editing, onSaved)
  const needsForce = error instanceof ApiProblem && error.problem.code === 'no-waking-road'
  const isReady = !needsForce || force.trim().length > 2
  return (
    <Modal opened onClose={onClose} size="lg" title={say('reviewTitle')} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <div className="stack">
        <Changes editing={editing} />
        <Costs editing={editing} />
        {error && (
          <p className="missed" role="alert">
            {wordsOfError(error)}
          </p>
        )}
        {needsForce && (
          <TextInput
            label={say('force')}
            description={say('forceWhat')}
            value={force}
            onChange={(event) => setForce(event.currentTarget.value)}
          />
        )}
        <div className="form-actions">
          <Button variant="subtle" onClick={onClose}>
            {say('keepEditing')}
          </Button>
          <Button
            variant="filled"
            loading={isPending}
            disabled={!isReady}
            onClick={() => mutate(force.trim(), { onSuccess: onClose })}
            data-autofocus
          >
            {say('save')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}

function useSave({ base, draft }: Editing, onSaved: (base: Base) => void) {
  const client = useQueryClient()
  const path = `${schedulePath(draft.id)}/rotation`
  const put = (body: RotationBody) => api<ScheduleChange>(path, { method: 'PUT', body })
  const freshened = async (): Promise<Base> => {
    await client.invalidateQueries({ queryKey: ['policy'] })
    return await client.fetchQuery({ ...draftQuery(draft.id), staleTime: 0 })
  }
  const takeBack = async (): Promise<void> => {
    const before = scheduleIn(base)
    if (!before) return
    const { stamp } = await client.fetchQuery({ ...draftQuery(draft.id), staleTime: 0 })
    await put({ stamp, schedule: writtenSchedule(before) as RotationBody['schedule'] })
    onSaved(await freshened())
  }
  const undo = () => void takeBack().catch((error: Error) => sayFailed({ said: say('notTakenBack', { reason: wordsOfError(error) }) }))
  return useMutation({
    mutationFn: async (force: string) => {
      await put({ stamp: base.stamp, schedule: writtenSchedule(draft) as RotationBody['schedule'], ...(force ? { force } : {}) })
      return await freshened()
    },
    // theirs is asked for, so that it can be offered
    onError: () => client.invalidateQueries({ queryKey: draftQuery(draft.id).queryKey }),
    onSuccess: (fresh) => {
      onSaved(fresh)
      offerUndo({ said: say('saved', { name: draft.name ?? draft.id }), undo })
    },
  })
}
