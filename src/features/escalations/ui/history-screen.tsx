import './escalation.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { crumbs, Failed, ladderTabs, titleOf } from './frame.tsx'
import { laddersQuery, type Versions, versionsQuery } from './queries.ts'
import { say } from './strings.ts'

/** Versions of the policy that changed this ladder: who, when, why. */
export function Screen() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const ladders = useQuery(laddersQuery).data
  const { data, isPending, isError, refetch } = useQuery(versionsQuery)
  const versions = (data?.items ?? []).filter((version) => concerns(version, id))
  return (
    <Page
      title={titleOf(
        ladders?.items.find((each) => each.id === id),
        id,
      )}
      crumbs={crumbs()}
      tabs={ladderTabs(id)}
    >
      {isPending && <RowsSkeleton rows={4} />}
      {isError && <Failed onAgain={() => void refetch()} />}
      {data && (
        <Panel title={say('history')} note={versions.length}>
          {versions.length === 0 && <p className="answer-finding-none t2">{say('historyNone')}</p>}
          <Rows columns="48px minmax(0, 1fr) 120px 120px" narrowColumns="48px minmax(0, 1fr)" label={say('history')}>
            {versions.map(({ version, at, by, note }) => (
              <Row key={version}>
                <span className="mono">{say('version', { version })}</span>
                <span>{note}</span>
                <span className="t2">{by.replace(/^user:/, '')}</span>
                <span className="t3">
                  <RelativeTime at={at} />
                </span>
              </Row>
            ))}
          </Rows>
        </Panel>
      )}
    </Page>
  )
}

/** The words of a change begin with the section and the entry's name. */
const concerns = ({ changes }: Versions['items'][number], ladder: string): boolean =>
  changes.some((change) => [`${ladder}:`, `${ladder} `].some((start) => change.startsWith(`escalation_policies: ${start}`)))
