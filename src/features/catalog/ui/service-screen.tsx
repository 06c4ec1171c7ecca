import './service.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Facts, Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Person } from '../../../web/kit/person.tsx'
import { ClockTime, RelativeTime } from '../../../web/kit/relative-time.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { api } from '../../../web/server/api.ts'
import { Page } from '../../../web/shell/page.tsx'
import type { ServiceAnswer } from '../contract.ts'
import { say as named } from './manifest-strings.ts'
import { say } from './strings.ts'

/** One service: what is open, who has duty, what it needs. */
export function Screen() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, isError, isPending, refetch } = useQuery({
    queryKey: ['alert', { service: id }],
    queryFn: ({ signal }) => api<ServiceAnswer>(`/api/v1/services/${encodeURIComponent(id)}`, { signal }),
  })
  return (
    <Page title={data?.name ?? id} crumbs={[{ label: named('title'), to: '/services' }]} note={data?.team?.name}>
      {isError && <ErrorState what={say('failed')} kept={say('failedKept')} onAgain={() => void refetch()} />}
      {isPending && <RowsSkeleton rows={8} />}
      {data && <Detail service={data} />}
    </Page>
  )
}

function Detail({ service }: { service: ServiceAnswer }) {
  const { component, criticality, team, description } = service
  const facts = [
    { word: say('team'), value: team?.name ?? say('noTeam') },
    { word: say('component'), value: component ?? say('notSaid') },
    { word: say('criticality'), value: criticality ?? say('notSaid') },
  ]
  return (
    <div className="service-screen">
      <div className="stack">
        <Open title={say('incidents')} items={service.incidents} base="/incidents" />
        <Open title={say('alerts')} items={service.alerts} base="/alerts" />
        <Ladders ladders={service.ladders} />
      </div>
      <div className="stack">
        <Duty duty={service.duty} />
        <Panel title={say('about')} note={description ?? undefined}>
          <Facts facts={facts} />
        </Panel>
        <Links title={say('dependsOn')} links={service.dependsOn} />
        <Links title={say('neededBy')} links={service.neededBy} />
        <Panel title={say('runbooks')} isPadded>
          {service.runbooks.length > 0 ? (
            service.runbooks.map(({ id, name }) => <span key={id}>{name}</span>)
          ) : (
            <span className="t3">{say('noRunbook')}</span>
          )}
        </Panel>
      </div>
    </div>
  )
}

function Open({ title, items, base }: { title: string; items: ServiceAnswer['alerts']; base: string }) {
  if (items.length === 0)
    return (
      <Panel title={title} isPadded>
        <span className="t3">{say('nothingOpen')}</span>
      </Panel>
    )
  return (
    <Panel title={title} note={items.length}>
      <Rows columns="80px minmax(0, 1fr) 110px" narrowColumns="80px minmax(0, 1fr)" label={title}>
        {items.map(({ id, title: name, severity, rank, since }) => (
          <Row key={id}>
            <Severity rank={rank + 1} label={severity} />
            <Link to={`${base}/${id}`} className="one-line medium">
              {name}
            </Link>
            <span className="t3 nowrap only-wide">
              <RelativeTime at={since} />
            </span>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function Duty({ duty }: { duty: ServiceAnswer['duty'] }) {
  return (
    <Panel title={say('duty')} isPadded>
      {duty.map(({ schedule, people, until }) => (
        <div key={schedule.id} className="line">
          {people.length > 0 ? (
            people.map((person) => <Person key={person.id} name={person.name} detail={schedule.name} />)
          ) : (
            <span className="missed">{say('nobody')}</span>
          )}
          {until && (
            <span className="push t3 f12 nowrap">
              {say('until')} <ClockTime at={until} />
            </span>
          )}
        </div>
      ))}
      {duty.length === 0 && <span className="t3">{say('alone')}</span>}
    </Panel>
  )
}

function Ladders({ ladders }: { ladders: ServiceAnswer['ladders'] }) {
  return (
    <Panel title={say('ladders')} isPadded>
      {ladders.map(({ id, name, basis, steps }) => (
        <div key={id}>
          <b>{name}</b> <span className="t3 f12">{basis}</span>
          <ol>
            {steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a ladder have no other name than their place
              <li key={index} className="t2">
                {say('step', { count: index + 1 })}: {step.targets.join(', ')}{' '}
                <span className="t3 f12">{step.wait ? say('wait', { length: step.wait }) : say('last')}</span>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </Panel>
  )
}

function Links({ title, links }: { title: string; links: ServiceAnswer['dependsOn'] }) {
  return (
    <Panel title={title} isPadded>
      {links.length === 0 && <span className="t3">{say('alone')}</span>}
      {links.map(({ id, kind, name, criticality, contact }) => (
        <span key={`${kind} ${id}`} className="line">
          {kind === 'service' ? (
            <Link to={`/services/${id}`} className="link">
              {name}
            </Link>
          ) : (
            <span>
              {name}
              {contact && (
                <>
                  {' · '}
                  <Link to="/directory" hash={`contact-${contact.id}`} className="link">
                    {contact.name}
                  </Link>
                </>
              )}
            </span>
          )}
          <span className="push t3 f12">{kind === 'service' ? criticality : `${say('outside')} · ${criticality ?? ''}`}</span>
        </span>
      ))}
    </Panel>
  )
}
