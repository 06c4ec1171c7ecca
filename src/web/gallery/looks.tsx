import { Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import { Clock } from '../kit/clock.tsx'
import { KeyHint } from '../kit/key-hint.tsx'
import { Panel } from '../kit/panel.tsx'
import { Severity } from '../kit/severity.tsx'
import { UPDATE_CLOCK } from './story.ts'
import { say } from './strings.ts'

const SWATCHES = ['bg', 'surface', 'surface-2', 'surface-3', 'line', 'line-2', 'text', 'text-2', 'text-3', 'ink', 'accent', 'accent-bg']

export function Neutrals() {
  return (
    <Panel title={say('neutrals')} note={say('neutralsNote')} isPadded>
      <div className="swatches">
        {SWATCHES.map((name) => (
          <span key={name}>
            <i style={{ background: `var(--${name})` }} />
            {name}
          </span>
        ))}
      </div>
    </Panel>
  )
}

export function Severities() {
  return (
    <Panel title={say('severity')} note={say('severityNote')} isPadded>
      <div className="line line-wrap">
        <Severity rank={1} label="SEV-1" word="Critical" isSolid />
        <Severity rank={2} label="SEV-2" word="High" />
        <Severity rank={3} label="SEV-3" word="Medium" />
        <Severity rank={4} label="SEV-4" word="Low" />
      </div>
      <div className="line line-wrap">
        <Severity rank={1} label="SEV-1" isSolid />
        <Severity rank={1} label="SEV-1" />
        <Severity rank={2} label="SEV-2" isSolid />
        <Severity rank={2} label="SEV-2" />
        <Severity rank={3} label="SEV-3" isSolid />
        <Severity rank={4} label="SEV-4" isSolid />
        <span className="t2">{say('severitySolid')}</span>
      </div>
    </Panel>
  )
}

export function TypeScale() {
  return (
    <Panel title={say('type')} note={say('typeNote')} isPadded>
      <span className="f20 strong">20 Card payments failing</span>
      <span className="f16 strong">16 What you act on</span>
      <span className="f14">14 Prose, forms, buttons</span>
      <span>13 Lists and tables</span>
      <span className="f12 t3">12 Times, labels, evidence</span>
      <Clock clock={UPDATE_CLOCK} name="Internal update" size="next" />
    </Panel>
  )
}

export function Buttons() {
  return (
    <Panel title={say('buttons')} note={say('buttonsNote')} isPadded>
      <div className="line line-wrap">
        <Button variant="filled" rightSection={<KeyHint keys="u" />}>
          Post update
        </Button>
        <Button>Assign</Button>
        <Button variant="subtle">Cancel</Button>
        <Button variant="outline">Delete</Button>
      </div>
      <div className="line line-wrap">
        <Button disabled>Resolved</Button>
        <TextInput aria-label="Begins" defaultValue="09:00" w={120} />
        <TextInput aria-label="Ends" defaultValue="16:00" w={120} error="ends before it begins; choose after 09:00" />
      </div>
    </Panel>
  )
}

const PEOPLE = ['Ana', 'Mara', 'Jonas', 'Tomas', 'Leila', 'Ben']
const SHARE = 100 / PEOPLE.length
const span = (left: number, width: number): CSSProperties => ({ left: `${left}%`, width: `${width}%` })

export function People() {
  return (
    <Panel title={say('people')} note={say('peopleNote')} isPadded>
      <div className="bar-track">
        {PEOPLE.map((name, i) => (
          <span key={name} className={`bar bar-${i + 1}`} style={span(i * SHARE, SHARE - 0.6)}>
            {name}
          </span>
        ))}
      </div>
      <div className="bar-track">
        <span className="bar bar-away" style={span(0, 24)}>
          Ben, away
        </span>
        <span className="bar bar-gap" style={span(26, 24)}>
          <IconX size={12} aria-hidden />
          <span className="sr">nobody</span>
        </span>
        <span className="bar bar-shadow" style={span(52, 22)}>
          shadow
        </span>
        <span className="bar bar-2 bar-selected" style={span(77, 20)}>
          selected
        </span>
      </div>
    </Panel>
  )
}
