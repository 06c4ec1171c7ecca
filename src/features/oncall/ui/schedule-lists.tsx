import { ActionIcon } from '@mantine/core'
import { IconCircleX, IconTrash } from '@tabler/icons-react'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import type { ScheduleOverride, ScheduleView } from '../contract.ts'
import { useOverride } from './queries.ts'
import { say } from './strings.ts'

type Props = { view: ScheduleView; zone: string }
type Tell = (moment: string) => string

/** What the timeline shows, in words: gaps with their cost, overrides, and every shift. */
export function ScheduleLists({ view, zone }: Props) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const tell: Tell = (moment) => format.format(Date.parse(moment))
  return (
    <>
      {view.gaps.length > 0 && <Gaps view={view} tell={tell} />}
      <Overrides view={view} tell={tell} />
      <Shifts view={view} tell={tell} />
    </>
  )
}

function Gaps({ view, tell }: { view: ScheduleView; tell: Tell }) {
  return (
    <Panel title={say('gaps', { count: view.gaps.length })}>
      <Rows columns="16px minmax(0, 1fr)" label={say('gaps', { count: view.gaps.length })}>
        {view.gaps.map(({ start, end, cost }) => (
          <Row key={start} className="gap-row">
            <IconCircleX size={16} aria-hidden className="missed" />
            <span>
              <b className="missed">{say('gap', { from: tell(start), to: tell(end) })}</b> {say('cost', { cost })}
            </span>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function Overrides({ view, tell }: { view: ScheduleView; tell: Tell }) {
  const { mutate } = useOverride(view.id)
  return (
    <Panel title={say('overrides')} note={view.overrides.length}>
      {view.overrides.length === 0 && <p className="on-call-none">{say('noOverrides')}</p>}
      <Rows columns="minmax(0, 1fr) minmax(0, 1fr) 32px" label={say('overrides')}>
        {view.overrides.map((override) => (
          <Row key={override.key}>
            <span className="medium">{wordsOf(override)}</span>
            <span className="t2">{say('gap', { from: tell(override.from), to: tell(override.to) })}</span>
            {view.can.override && (
              <ActionIcon
                variant="subtle"
                aria-label={say('remove', { who: wordsOf(override) })}
                onClick={() => mutate({ remove: override.key })}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            )}
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function wordsOf({ people, replaces, isForEveryone }: ScheduleOverride): string {
  const who = people.map((each) => each.name).join(', ')
  if (!who) return say('off', { who: replaces?.name ?? say('everyone') })
  if (isForEveryone) return say('replaces', { who, replaced: say('everyone') })
  return replaces ? say('replaces', { who, replaced: replaces.name }) : say('joins', { who })
}

function Shifts({ view, tell }: { view: ScheduleView; tell: Tell }) {
  return (
    <Panel title={say('final')} note={say('finalNote')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by itself on a phone, so keyboards must reach it */}
      <section className="shift-table" tabIndex={0} aria-label={say('table')}>
        <table>
          <thead>
            <tr>
              {(['colWho', 'colFrom', 'colTo', 'colWhy'] as const).map((word) => (
                <th key={word} scope="col">
                  {say(word)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.final.map(({ start, end, people, because, isShadow, layer }) => (
              <tr key={`${start} ${layer} ${isShadow}`}>
                <td className="medium">
                  {people.map((each) => each.name).join(', ')}
                  {isShadow && <span className="t3"> {say('shadow')}</span>}
                </td>
                <td>{tell(start)}</td>
                <td>{tell(end)}</td>
                <td className="t2">{because}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {view.final.length === 0 && <p className="on-call-none missed">{say('noShifts')}</p>}
    </Panel>
  )
}
