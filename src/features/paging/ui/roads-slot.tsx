import './roads.css'
import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import type { SlotProps } from '../../../web/manifest.ts'
import { lazily } from '../../../web/shell/lazily.tsx'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { RoadStateAnswer, RoadsAnswer } from '../contract.ts'
import { useRoads, useTest, type Whose } from './queries.ts'
import { RoadLine } from './road-line.tsx'
import { say } from './strings.ts'

const CodeForm = lazily(() => import('./code-form.tsx'), 'CodeForm')
const RemoveDialog = lazily(() => import('./remove-dialog.tsx'), 'RemoveDialog')

/** Every way to a person, and how far it is known to work. Without a subject it is one's own. */
export function Slot({ subject }: SlotProps) {
  const { data, error, refetch } = useRoads(subject)
  const [said, setSaid] = useState('')
  const test = useTest(() => setSaid(say('testing')))
  const onTest = (channels?: string[]) =>
    test.mutate(channels ? { channels } : {}, { onError: (failure) => sayFailed({ said: failure.message }) })
  const mayTest = data?.can.test === true && data.items.length > 0
  const all = mayTest && (
    <Button size="xs" loading={test.isPending} onClick={() => onTest()}>
      {say('testAll')}
    </Button>
  )
  return (
    <Panel title={say(subject ? 'roadsTheirs' : 'roads')} note={<span role="status">{said}</span>} actions={all || undefined}>
      {error && !data && <ErrorState what={say('failed')} kept={error.message} onAgain={() => void refetch()} />}
      {!data && !error && <RowsSkeleton />}
      {data?.items.length === 0 && <EmptyState title={say('none')} what={say('noneWhat')} />}
      {data && data.items.length > 0 && <Roads roads={data} whose={subject} onSaid={setSaid} onTest={onTest} isBusy={test.isPending} />}
    </Panel>
  )
}

type RoadsProps = {
  roads: RoadsAnswer
  whose: Whose
  onSaid: (words: string) => void
  onTest: (channels: string[]) => void
  isBusy: boolean
}

function Roads({ roads, whose, onSaid, onTest, isBusy }: RoadsProps) {
  const [removed, setRemoved] = useState<RoadStateAnswer>()
  const waiting = roads.items.filter(({ awaitsCode }) => awaitsCode)
  return (
    <>
      {!roads.wakes && (
        <p className="roads-warning">
          <StatusWord icon={IconAlertTriangle} tone="soon">
            {say('wakesNot')}
          </StatusWord>
        </p>
      )}
      <Suspense fallback={null}>{roads.can.test && waiting.length > 0 && <CodeForm waiting={waiting} onProved={onSaid} />}</Suspense>
      <ul className="roads" aria-label={say(whose ? 'roadsTheirs' : 'roads')}>
        {roads.items.map((road) => (
          <RoadLine
            key={road.channel}
            road={road}
            mayTest={roads.can.test}
            mayRemove={road.contact !== 'webpush' || !whose}
            isBusy={isBusy}
            onTest={() => onTest([road.channel])}
            onRemove={() => setRemoved(road)}
          />
        ))}
      </ul>
      <Suspense fallback={null}>
        {removed && <RemoveDialog road={removed} roads={roads.items} whose={whose} onClose={() => setRemoved(undefined)} />}
      </Suspense>
    </>
  )
}
