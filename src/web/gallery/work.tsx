import { Button } from '@mantine/core'
import { IconCircleHalf2, IconHash } from '@tabler/icons-react'
import { Chain } from '../kit/chain.tsx'
import { ClockLine } from '../kit/clock.tsx'
import { Composer } from '../kit/composer.tsx'
import { Facts, Panel, Row, Rows } from '../kit/panel.tsx'
import { Person } from '../kit/person.tsx'
import { Elapsed, RelativeTime } from '../kit/relative-time.tsx'
import { Ruler } from '../kit/ruler.tsx'
import { SettingsForm } from '../kit/settings-form.tsx'
import { Severity } from '../kit/severity.tsx'
import { Chip, StatusWord } from '../kit/status-word.tsx'
import { Timeline } from '../kit/timeline.tsx'
import { ENTRIES, FIELDS, LINKS, MARKS, RULER_SPAN, UPDATE_CLOCK } from './story.ts'
import { say } from './strings.ts'

export function Rulers() {
  const marks = MARKS.map(({ icon: Shape, ...mark }) => ({ ...mark, icon: <Shape size={14} /> }))
  return (
    <Panel title={say('ruler')} note={say('rulerNote')}>
      <Ruler label="Clocks from 14:00 to 15:16" {...RULER_SPAN} marks={marks} />
    </Panel>
  )
}

export function Chains() {
  return (
    <Panel title={say('chain')} note={say('chainNote')}>
      <Chain label={say('chain')} links={LINKS} />
    </Panel>
  )
}

export function Timelines() {
  return (
    <Panel title={say('timeline')} note={say('timelineNote')} isPadded>
      <Timeline label={say('timeline')} entries={ENTRIES} />
    </Panel>
  )
}

const MODES = [
  {
    id: 'update',
    label: 'Update',
    submit: 'Post update',
    placeholder: 'What changed since the last one?',
    footer: <Chip icon={IconHash}>incident-2026-11-12-002</Chip>,
  },
  { id: 'note', label: 'Note', submit: 'Keep note' },
  { id: 'decision', label: 'Decision', submit: 'Record decision' },
  { id: 'command', label: 'Command', submit: 'Run', keys: '/' },
]

export function Composers() {
  return (
    <Composer
      label={say('composer')}
      modes={MODES}
      draftKey="gallery"
      onSend={() => Promise.reject(new Error('the gallery sends nothing'))}
    />
  )
}

export function Lists() {
  return (
    <Panel title={say('rows')} note={say('rowsNote')}>
      <Rows
        columns="72px minmax(0, 1fr) 96px 168px"
        narrowColumns="auto minmax(0, 1fr)"
        head={['Severity', 'Incident', 'Status', 'Next clock']}
        isTall
        label={say('rows')}
      >
        <Row isCurrent>
          <Severity rank={1} label="SEV-1" isSolid />
          <span className="one-line">
            <span className="medium f14">Card payments failing at checkout</span>
            <span className="row-second">INC-2026-11-12-002 · Payments API</span>
          </span>
          <StatusWord icon={IconCircleHalf2}>Mitigating</StatusWord>
          <ClockLine clock={UPDATE_CLOCK} name="Internal update" />
        </Row>
      </Rows>
    </Panel>
  )
}

export function TimesAndPeople() {
  return (
    <Panel title={say('times')} note={say('timesNote')}>
      <Facts
        facts={[
          { word: 'Paged', value: <RelativeTime at="2026-11-12T14:39:52.000Z" /> },
          { word: 'Open for', value: <Elapsed since="2026-11-12T14:09:00.000Z" /> },
          { word: 'Commander', value: <Person name="Ana" isYou detail="payments-primary" /> },
          { word: 'Tech lead', value: <Person name="Ben" /> },
        ]}
      />
    </Panel>
  )
}

export function Forms() {
  return (
    <Panel title={say('form')} note={say('formNote')} isPadded>
      <SettingsForm
        fields={FIELDS}
        values={{ url: 'push.example.com' }}
        storedSecrets={['token']}
        errors={[{ field: 'url', message: 'Server is "push.example.com"; write a URL such as https://example.com/path' }]}
        actions={<Button>Send a test</Button>}
        onSubmit={() => undefined}
      />
    </Panel>
  )
}
