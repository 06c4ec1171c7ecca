import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Panel } from '../../../web/kit/panel.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { readingQuery, useConfirmReading } from './queries.ts'
import { say } from './reading-strings.ts'

/** The ladder is known to all: who has confirmed it as it is now, and one's own confirmation. */
export function ReadingPanel() {
  const { data } = useQuery(readingQuery)
  const { mutate, isPending } = useConfirmReading()
  if (!data) return null
  const { people, confirmed, you, can, ladders } = data
  const missing = people.filter(({ readAt }) => readAt === null).map(({ name }) => name)
  return (
    <Panel title={say('title')} note={say('note', { confirmed, total: people.length })} isPadded>
      <p className="t2">{say('what')}</p>
      <p>{missing.length === 0 ? say('everybody') : say('missing', { names: missing.join(', ') })}</p>
      {you?.readAt && (
        <p className="t3">
          {say('you')} <RelativeTime at={you.readAt} />
        </p>
      )}
      {can.confirm && (
        <div className="line">
          {you?.hasReadEarlier && <span className="t2">{say('again')}</span>}
          <Button loading={isPending} onClick={() => mutate(ladders)}>
            {say('confirm')}
          </Button>
        </div>
      )}
    </Panel>
  )
}
