import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Person } from '../../../web/kit/person.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { api } from '../../../web/server/api.ts'
import { Page } from '../../../web/shell/page.tsx'
import type { ServiceRow, ServicesAnswer } from '../contract.ts'
import { say as named } from './manifest-strings.ts'
import { say } from './strings.ts'

/** What can break, whose it is, and who would be woken. */
export function Screen() {
  const { data, isError, isPending, refetch } = useQuery({
    queryKey: ['alert', { services: true }],
    queryFn: ({ signal }) => api<ServicesAnswer>('/api/v1/services', { signal }),
  })
  const items = data?.items ?? []
  const head = [say('service'), say('team'), say('onCall'), say('open')]
  return (
    <Page title={named('title')} note={data && say('count', { count: items.length })}>
      {isError && <ErrorState what={say('failed')} kept={say('failedKept')} onAgain={() => void refetch()} />}
      {isPending && <RowsSkeleton rows={8} />}
      {data && items.length === 0 && <EmptyState title={say('empty')} what={say('emptyWhat')} cli="tocsin apply policies/mine" />}
      {items.length > 0 && (
        <Panel title={named('title')} note={items.length}>
          <Rows
            columns="minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr) 190px"
            narrowColumns="minmax(0, 1fr) auto"
            head={head}
            isTall
            label={named('title')}
          >
            {items.map((service) => (
              <ServiceLine key={service.id} service={service} />
            ))}
          </Rows>
        </Panel>
      )}
    </Page>
  )
}

function ServiceLine({ service }: { service: ServiceRow }) {
  const { id, name, team, onCall, openAlerts, worst, component, criticality } = service
  return (
    <Row>
      <span className="one-line">
        <Link to={`/services/${id}`} className="medium">
          {name}
        </Link>
        <span className="row-second">{[component, criticality].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="t2 one-line only-wide">{team?.name ?? say('noTeam')}</span>
      <span className="one-line">
        {onCall.length > 0 ? (
          onCall.map((person) => <Person key={person.id} name={person.name} />)
        ) : (
          <span className="missed">{say('nobody')}</span>
        )}
      </span>
      <span className="line only-wide">
        {worst ? (
          <>
            <Severity rank={worst.rank + 1} label={worst.severity} />
            <span className="t2 nowrap">{say('openAlerts', { count: openAlerts })}</span>
          </>
        ) : (
          <span className="t3">{say('nothingOpen')}</span>
        )}
      </span>
    </Row>
  )
}
