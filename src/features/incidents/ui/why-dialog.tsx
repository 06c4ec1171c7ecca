import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Facts } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { api } from '../../../web/server/api.ts'
import { catalogue } from '../../../web/strings.ts'
import { fullMoment } from '../../../web/times.ts'
import { namesOf } from './words.ts'

const say = catalogue('incidents-why', {
  close: 'Close',
  failed: 'The reason could not be read',
  kept: 'The clock itself goes on.',
  where: 'Policy',
  version: '{place} (version {version})',
  when: 'When',
  always: 'always',
  counted: 'Counted',
  due: 'Due',
  whose: 'Whose',
  nobody: 'nobody yet',
})

/** The answer of `GET /incidents/…/obligations/…/why`, as far as it is shown. */
type Why = {
  words: string
  rule: string
  place: { words: string } | null
  policyVersion: number
  condition: string | null
  arithmetic: string
  dueAt: string
  owners: { name: string }[]
}

type Props = { incident: string; clock: string; title: string; onClose: () => void }

/** Why something is owed: where the policy says so, under which condition, from when on it is counted. */
export function WhyDialog({ incident, clock, title, onClose }: Props) {
  const path = `/api/v1/incidents/${encodeURIComponent(incident)}/obligations/${encodeURIComponent(clock)}/why`
  const { data, error, refetch } = useQuery({
    queryKey: ['incident', { why: clock, of: incident }],
    queryFn: ({ signal }) => api<Why>(path, { signal }),
  })
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': say('close') }}>
      {!data && !error && <RowsSkeleton rows={2} />}
      {error && <ErrorState what={say('failed')} kept={say('kept')} onAgain={() => void refetch()} />}
      {data && (
        <div className="stack">
          <p>{data.words}</p>
          <Facts
            facts={[
              { word: say('where'), value: say('version', { place: data.place?.words ?? data.rule, version: data.policyVersion }) },
              { word: say('when'), value: data.condition ?? say('always') },
              { word: say('counted'), value: data.arithmetic },
              { word: say('due'), value: fullMoment(Date.parse(data.dueAt)) },
              { word: say('whose'), value: namesOf(data.owners) || say('nobody') },
            ]}
          />
        </div>
      )}
    </Modal>
  )
}
