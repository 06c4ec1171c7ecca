import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { api } from '../../../web/server/api.ts'
import { Page } from '../../../web/shell/page.tsx'
import type { StatusPagesAnswer } from '../contract.ts'
import { LevelWord } from './level-word.tsx'
import { say as named } from './manifest-strings.ts'
import { say } from './strings.ts'

type PageRow = StatusPagesAnswer['items'][number]

/** What customers see now, and what they were told. */
export function Screen() {
  const { data, isError, isPending, refetch } = useQuery({
    queryKey: ['incident', { statusPages: true }],
    queryFn: ({ signal }) => api<StatusPagesAnswer>('/api/v1/status-pages', { signal }),
  })
  return (
    <Page title={named('title')}>
      <div className="stack">
        {isError && <ErrorState what={say('failed')} kept={say('failedKept')} onAgain={() => void refetch()} />}
        {isPending && <RowsSkeleton rows={8} />}
        {data?.items.length === 0 && <EmptyState title={say('empty')} what={say('emptyWhat')} cli="tocsin apply policies/mine" />}
        {data?.items.map((page) => (
          <OnePage key={page.id} page={page} />
        ))}
      </div>
    </Page>
  )
}

function OnePage({ page }: { page: PageRow }) {
  const open = (
    <a className="link" href={page.url} target="_blank" rel="noreferrer">
      {say('open')}
    </a>
  )
  return (
    <>
      <Panel title={page.title} note={page.word} actions={open}>
        <Rows
          columns="minmax(0, 1fr) 140px 180px"
          narrowColumns="minmax(0, 1fr) auto"
          head={[say('component'), say('uptime'), say('status')]}
          label={say('components')}
        >
          {page.components.map(({ id, name, status, uptime }) => (
            <Row key={id}>
              <span className="medium one-line">{name}</span>
              <span className="t2 only-wide">{uptime}</span>
              <LevelWord level={status} />
            </Row>
          ))}
        </Rows>
      </Panel>
      <Panel title={say('incidents')} note={page.incidents.length} isPadded={page.incidents.length === 0}>
        {page.incidents.length === 0 ? (
          <span className="t3">{say('noIncidents')}</span>
        ) : (
          <Rows columns="minmax(0, 1fr) 180px 90px" narrowColumns="minmax(0, 1fr) auto" label={say('incidents')}>
            {page.incidents.map(({ reference, title, isOpen }) => (
              <Row key={reference}>
                <Link to={`/incidents/${reference}`} className="one-line medium">
                  {title}
                </Link>
                <span className="t3 only-wide nowrap">{reference}</span>
                <span className={isOpen ? 'strong' : 't3'}>{say(isOpen ? 'running' : 'over')}</span>
              </Row>
            ))}
          </Rows>
        )}
      </Panel>
    </>
  )
}
