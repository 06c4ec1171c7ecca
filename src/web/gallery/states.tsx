import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { Clock, ClockWord } from '../kit/clock.tsx'
import { stateWord } from '../kit/clock-reading.ts'
import { EmptyState } from '../kit/empty-state.tsx'
import { ErrorState } from '../kit/error-state.tsx'
import { KeyHint } from '../kit/key-hint.tsx'
import { Panel, Row, Rows } from '../kit/panel.tsx'
import { RowsSkeleton } from '../kit/skeleton.tsx'
import { LostBar } from '../shell/connection-bar.tsx'
import { Toast } from '../shell/undo.tsx'
import { CLOCKS } from './story.ts'
import { say } from './strings.ts'

export function Clocks() {
  return (
    <Panel title={say('clocks')}>
      <Rows columns="104px minmax(0, 1fr)" isTall label={say('clocks')}>
        {CLOCKS.map(({ state, clock, sentence }) => (
          <Row key={state}>
            <ClockWord state={state} />
            <Clock clock={clock} name={say('clockName', { state: stateWord(state) })} sentence={sentence} layout="aside" />
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

export function Loading() {
  return (
    <Panel title={say('loadingTitle')} note={say('loading')}>
      <RowsSkeleton isShown />
    </Panel>
  )
}

export function Failed() {
  return (
    <Panel title={say('openAlerts')} note={say('error')}>
      <ErrorState
        what="The list could not be refreshed"
        kept="Showing what was true at 14:38 UTC. Your filter is kept."
        isPagingAffected={false}
        action={<Button size="xs">Try again</Button>}
        id="req 7f3a-91c2"
      />
    </Panel>
  )
}

export function Empty() {
  return (
    <Panel title={say('openIncidents')} note={say('empty')}>
      <EmptyState
        title="Nothing is burning"
        what="Incidents appear here when an alert is declared, or when someone declares one. Last one ended 6 d ago."
        action={
          <Button leftSection={<IconPlus size={16} aria-hidden />} rightSection={<KeyHint keys="c" />}>
            Declare incident
          </Button>
        }
        cli={'tocsin incident declare "Checkout down" --sev SEV-1'}
      />
    </Panel>
  )
}

const LOST_AT = Date.parse('2026-11-12T14:38:00Z')

export function Offline() {
  return (
    <section className="panel" aria-label={say('offline')}>
      <LostBar cause="server" since={LOST_AT} isShort />
      <div className="panel-inside">
        <p className="t2">
          Red bar on every screen, with cause and last good time. Reading still works. A tap on Acknowledge is kept and says so:
        </p>
        <div className="notice">
          <IconAlertTriangle size={20} aria-hidden />
          <div>
            <b>Not delivered yet</b>
            <p className="t2">Kept on this phone, sent as soon as there is a connection. Until then Ben is still paged in 03:40.</p>
          </div>
        </div>
      </div>
    </section>
  )
}

export function Undo() {
  return (
    <Panel title={say('undo')} note={say('undoNote')} isPadded>
      <div className="toast-box">
        <Toast
          action={
            <Button size="xs" rightSection={<KeyHint keys="mod+z" />}>
              Undo
            </Button>
          }
        >
          Override for Leila deleted
        </Toast>
      </div>
      <div className="toast-box">
        <Toast isBad action={<Button size="xs">Compare</Button>}>
          Ben changed this first. Your text is kept.
        </Toast>
      </div>
    </Panel>
  )
}
