import { Button } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Clock } from '../../../web/kit/clock.tsx'
import { Facts, Panel } from '../../../web/kit/panel.tsx'
import { Slot } from '../../../web/shell/slot.tsx'
import { timeToSecond, useZone, zoneName } from '../../../web/times.ts'
import type { AlertDetail } from '../contract.ts'
import { ProbablePanel } from './probable-panel.tsx'
import { say } from './strings.ts'

export function AlertSide({ alert }: { alert: AlertDetail }) {
  const { incident, runbooks, labels, details, links } = alert
  return (
    <aside className="alert-side" aria-label={say('details')}>
      {alert.status === 'triggered' && <NextPanel alert={alert} />}
      <ProbablePanel alert={alert} />
      {incident && (
        <Panel title={say('partOf')} isPadded>
          <Button component={Link} to={`/incidents/${incident}`} leftSection={<IconLink size={16} aria-hidden />}>
            {say('openIncident')}
          </Button>
        </Panel>
      )}
      <Slot name="alert.detail" subject={alert.id} />
      {runbooks.map((runbook) => (
        <Runbook key={runbook.name} runbook={runbook} />
      ))}
      <Pairs title={say('labels')} pairs={Object.entries(labels)} />
      <Pairs
        title={say('details')}
        pairs={Object.entries(details).map(([word, value]) => [word, typeof value === 'string' ? value : JSON.stringify(value)])}
      />
      {links.length > 0 && (
        <Panel title={say('links')}>
          <ul className="alert-list">
            {links
              .filter(({ href }) => /^https?:/.test(href))
              .map(({ href, text }) => (
                <li key={href}>
                  <a className="link" href={href} rel="noreferrer">
                    {text || href}
                  </a>
                </li>
              ))}
          </ul>
        </Panel>
      )}
    </aside>
  )
}

/** What to do next; the whole text stands with the service. */
function Runbook({ runbook: { name, steps, count } }: { runbook: AlertDetail['runbooks'][number] }) {
  return (
    <Panel title={say('runbook', { name })} note={count > 0 ? say('runbookSteps', { count }) : undefined}>
      {steps.length > 0 ? (
        <ul className="alert-list">
          {steps.map((step, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a runbook never move
            <li key={i}>{step}</li>
          ))}
        </ul>
      ) : (
        <p className="alert-next t3 f12">{say('runbookUnread')}</p>
      )}
    </Panel>
  )
}

function Pairs({ title, pairs }: { title: string; pairs: [string, string][] }) {
  if (pairs.length === 0) return null
  return (
    <Panel title={title} note={pairs.length}>
      <div className="mono alert-pairs">
        <Facts facts={pairs.map(([word, value]) => ({ word, value }))} />
      </div>
    </Panel>
  )
}

/** The clock until the next person is woken, and what was promised. */
function NextPanel({ alert }: { alert: AlertDetail }) {
  useZone()
  const { next, promise, severity } = alert
  const who = next?.people.map((each) => each.name).join(', ') ?? ''
  const at = next ? Date.parse(next.at) : 0
  return (
    <section className="panel" aria-label={say('ifNobody')}>
      <div className="alert-next">
        <span className="t3 f12">{say('ifNobody')}</span>
        {next ? (
          <Clock
            clock={{ startedAt: next.since, dueAt: next.at }}
            name={say('thenClock', { who })}
            size="large"
            sentence={say('thenPaged', { who, time: `${timeToSecond(at)} ${zoneName(at)}` })}
          />
        ) : (
          <span className="t2">{say('nobodyNext')}</span>
        )}
      </div>
      {promise && <p className="alert-promise f12 t3">{promiseWords(promise, severity.id)}</p>}
    </section>
  )
}

function promiseWords({ dueAt, status }: NonNullable<AlertDetail['promise']>, severity: string): string {
  const time = timeToSecond(Date.parse(dueAt))
  if (status === 'met') return say('promiseMet')
  return status === 'pending' ? say('promised', { severity, time }) : say('promiseMissed', { time })
}
