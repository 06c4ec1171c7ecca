import { Button } from '@mantine/core'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { useActOnMany } from './queries.ts'
import { say } from './strings.ts'

/** What is silenced in bulk is looked at again within the hour. */
const SNOOZE = '1h'

type Props = { ids: string[]; onDone: () => void }

/** Stands above the list while rows are selected. */
export function BulkBar({ ids, onDone }: Props) {
  const many = useActOnMany()
  const act = (action: 'acknowledge' | 'resolve' | 'snooze') =>
    many.mutate({ action, ids, ...(action === 'snooze' ? { for: SNOOZE } : {}) }, { onSuccess: onDone })
  return (
    <section className="alert-bulk" aria-label={say('selected', { count: ids.length })}>
      <b>{say('selected', { count: ids.length })}</b>
      <Button size="xs" variant="filled" loading={many.isPending} onClick={() => act('acknowledge')} rightSection={<KeyHint keys="a" />}>
        {say('acknowledge')}
      </Button>
      <Button size="xs" onClick={() => act('resolve')} rightSection={<KeyHint keys="r" />}>
        {say('resolve')}
      </Button>
      <Button size="xs" onClick={() => act('snooze')}>
        {say('snoozeFor', { span: SNOOZE })}
      </Button>
      <Button size="xs" variant="subtle" onClick={onDone}>
        {say('selectNone')}
      </Button>
    </section>
  )
}
