import { Button, Loader } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Chip, StatusWord } from '../../../web/kit/status-word.tsx'
import { api } from '../../../web/server/api.ts'
import type { TestPageAnswer } from '../contract.ts'
import { usePost } from './queries.ts'
import { SaidWrong } from './said-wrong.tsx'
import { SkipTest } from './skip-test.tsx'
import { say } from './strings.ts'

const PATH = '/api/v1/setup/test-page'
const LOOK_EVERY_MS = 1_000

/** A real page to whoever sets up; done when they have acknowledged it. */
export function TestPageStep({ onBack }: { onBack: () => void }) {
  const begin = usePost<TestPageAnswer>(PATH)
  const finish = usePost<TestPageAnswer, string>((id) => `${PATH}/${id}/finish`)
  const id = begin.data?.alert
  const { data } = useQuery({
    queryKey: ['alert', { testPage: id }],
    queryFn: ({ signal }) => api<TestPageAnswer>(`${PATH}/${id}`, { signal }),
    enabled: id !== undefined,
    refetchInterval: (query) => (query.state.data?.status === 'triggered' ? LOOK_EVERY_MS : false),
  })
  const page = data ?? begin.data
  const isAcknowledged = page?.acknowledgedAfterMs != null
  const { mutate } = finish
  useEffect(() => {
    if (isAcknowledged && id) mutate(id)
  }, [isAcknowledged, id, mutate])
  return (
    <div className="settings-form">
      {!page && (
        <Button variant="filled" loading={begin.isPending} onClick={() => begin.mutate({})}>
          {say('pageMe')}
        </Button>
      )}
      {page && <Standing page={page} />}
      <SaidWrong error={begin.error} />
      <div className="form-actions">
        {!isAcknowledged && <Button onClick={onBack}>{say('back')}</Button>}
        {isAcknowledged && (
          <Button variant="filled" onClick={() => location.assign('/')}>
            {say('toConsole')}
          </Button>
        )}
      </div>
      {!isAcknowledged && <SkipTest />}
    </div>
  )
}

function Standing({ page }: { page: TestPageAnswer }) {
  const seconds = page.acknowledgedAfterMs === null ? null : Math.round(page.acknowledgedAfterMs / 1000)
  return (
    <div className="stack" role="status">
      {seconds === null ? (
        <span className="line">
          <Loader size={16} aria-hidden /> {say('waiting')}
        </span>
      ) : (
        <StatusWord icon={IconCircleCheck}>{say(page.showsRoad ? 'acknowledgedAfter' : 'acknowledgedAtDesk', { seconds })}</StatusWord>
      )}
      <span className="line line-wrap">
        {page.roads.map((road) => (
          <Chip key={road.channel} tone={road.status === 'failed' || road.status === 'failing' ? 'missed' : undefined}>
            {say('road', {
              channel: road.channel,
              status: road.said && road.status !== 'delivered' ? `${road.status}, ${road.said}` : road.status,
            })}
          </Chip>
        ))}
      </span>
    </div>
  )
}
