import { Button, Modal, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { namesOf, Trouble } from './frame.tsx'
import { simulateQuery, useDrill, wordsOf } from './queries.ts'
import { askedFrom, type Chosen } from './question.ts'
import { say } from './strings.ts'

type Props = { ladder: string; chosen: Chosen; onClose: () => void }

/** The ladder of the question, for practice and now: who is paged first stands here before anybody is. */
export function DrillForm({ ladder, chosen, onClose }: Props) {
  const navigate = useNavigate()
  const [title, setTitle] = useState(say('drillUsual'))
  const { mutate, isPending, error } = useDrill()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const { severity, service } = chosen
    const onSuccess = () => {
      notifications.show({ message: say('drillSent') })
      void navigate({ to: '/escalation/running' })
    }
    mutate({ target: `ladder:${ladder}`, title: title.trim(), severity, ...(service ? { service } : {}) }, { onSuccess })
  }
  return (
    <Modal opened onClose={onClose} title={say('drillTitle')} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form className="stack" onSubmit={onSubmit}>
        <p className="t2">{say('drillWhat')}</p>
        <First ladder={ladder} chosen={chosen} />
        <TextInput
          label={say('drillName')}
          required
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {error && <Trouble>{wordsOf(error)}</Trouble>}
        <div className="form-actions">
          <Button variant="subtle" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={isPending} disabled={!title.trim()}>
            {say('drillSend')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Played for this moment by the pager's engine, before it is done. */
function First({ ladder, chosen }: Pick<Props, 'ladder' | 'chosen'>) {
  const [at] = useState(() => new Date(nowMs()).toISOString())
  const { data } = useQuery(simulateQuery(askedFrom({ ...chosen, at, answers: [] })))
  if (!data) return null
  const first = data.wakes.filter((wake) => wake.ladder.id === ladder && wake.step === 0 && wake.afterS === 0)
  if (first.length === 0) return <p className="missed">{say('drillNobody')}</p>
  return <p>{say('drillFirst', { who: namesOf(first.map(({ person }) => person)) })}</p>
}
