import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { dayOf } from '../../../web/times.ts'
import type { LadderStep, LadderView } from '../contract/ladders.ts'
import { basisInWords, namesOf } from './frame.tsx'
import { say } from './strings.ts'

/** A ladder that somebody climbs on purpose: which reason leads to whom, and whether anybody uses it. */
export function ManualPanel({ ladder }: { ladder: LadderView }) {
  return (
    <Panel title={ladder.name} note={basisInWords(ladder)}>
      <Rows columns="180px minmax(0, 1fr) auto" narrowColumns="minmax(0, 1fr)" label={ladder.name}>
        {ladder.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a ladder have no other name than their place
          <Row key={index}>
            <span className="medium">{step.reason.join(', ') || say('anyReason')}</span>
            <span className="t2">{whatItDoes(step)}</span>
            <span className="f12 t3">{howOften(step)}</span>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function whatItDoes({ page }: LadderStep): string {
  const contacts = page.filter(({ kind }) => kind === 'contact')
  const people = page.filter(({ kind }) => kind !== 'contact')
  const said = [
    people.length > 0 ? say('pagesWho', { who: namesOf(people) }) : '',
    contacts.length > 0 ? say('callsContact', { who: namesOf(contacts) }) : '',
  ]
  return said.filter(Boolean).join('; ')
}

const howOften = ({ used }: LadderStep): string =>
  used ? say('used', { count: used.times, last: dayOf(Date.parse(used.lastAt)) }) : say('unused')
