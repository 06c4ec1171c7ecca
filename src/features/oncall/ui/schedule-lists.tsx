import { ActionIcon, Button } from '@mantine/core'
import { IconCircleX, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import type { ScheduleOverride, ScheduleShift, ScheduleView } from '../contract.ts'
import type { OverrideWish } from './override-wish.ts'
import { type OverrideChange, useOverride } from './queries.ts'
import { say } from './strings.ts'
import { type Tell, useTell } from './tell.ts'
import { idOf, wordsOf } from './who-words.ts'

type Props = { view: ScheduleView; zone: string; onWish: (wish: OverrideWish) => void }
type PartProps = Omit<Props, 'zone'> & { tell: Tell }

/** What the timeline shows, in words: gaps with their cost, overrides, and every shift. */
export function ScheduleLists({ view, zone, onWish }: Props) {
  const parts = { view, onWish, tell: useTell(zone) }
  return (
    <>
      {view.gaps.length > 0 && <Gaps {...parts} />}
      <Overrides {...parts} />
      <Shifts {...parts} />
    </>
  )
}

function Gaps({ view, tell, onWish }: PartProps) {
  return (
    <Panel title={say('gaps', { count: view.gaps.length })}>
      <Rows columns="16px minmax(0, 1fr) auto" narrowColumns="16px minmax(0, 1fr)" label={say('gaps', { count: view.gaps.length })}>
        {view.gaps.map(({ start, end, cost }) => (
          <Row key={start} className="gap-row">
            <IconCircleX size={16} aria-hidden className="missed" />
            <span>
              <b className="missed">{say('gap', { from: tell(start), to: tell(end) })}</b> {say('cost', { cost })}
            </span>
            {view.can.override && (
              <Button size="xs" onClick={() => onWish({ start: Date.parse(start), end: Date.parse(end) })}>
                {say('fillGap')}
              </Button>
            )}
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function Overrides({ view, tell, onWish }: PartProps) {
  const { mutate } = useOverride(view.id)
  return (
    <Panel title={say('overrides')} note={view.overrides.length}>
      {view.overrides.length === 0 && <p className="on-call-none">{say('noOverrides')}</p>}
      <Rows columns="minmax(0, 1fr) minmax(0, 1.4fr) auto 32px" narrowColumns="minmax(0, 1fr) auto 44px" label={say('overrides')}>
        {view.overrides.map((override) => (
          <Row key={override.key}>
            <span className="medium">
              {wordsOf(override)}
              {override.partOf && <span className="row-second">{say(`partOf_${override.partOf.kind}`)}</span>}
            </span>
            <span className="t2 override-when">{say('gap', { from: tell(override.from), to: tell(override.to) })}</span>
            {override.can.change && (
              <Button
                size="xs"
                onClick={() => onWish({ start: Date.parse(override.from), end: Date.parse(override.to), changes: override })}
                aria-label={say('changeOf', { who: wordsOf(override) })}
              >
                {say('change')}
              </Button>
            )}
            {override.can.remove && (
              <ActionIcon variant="subtle" aria-label={removeWords(override)} onClick={() => mutate(removalOf(override))}>
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            )}
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

/** A temporary schedule goes as one: half of it is none that anybody meant. */
const removalOf = ({ key, partOf }: ScheduleOverride): OverrideChange =>
  partOf?.kind === 'temporary' ? { removeTemporary: partOf.id } : { remove: key }

const removeWords = (override: ScheduleOverride): string =>
  say(override.partOf?.kind === 'temporary' ? 'removeTemporary' : 'remove', { who: wordsOf(override) })

const COLUMNS = ['colWho', 'colFrom', 'colTo', 'colWhy', 'colDo'] as const

function Shifts({ view, tell, onWish }: PartProps) {
  return (
    <Panel title={say('final')} note={say('finalNote')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls by itself on a phone, so keyboards must reach it */}
      <section className="shift-table shift-list" tabIndex={0} aria-label={say('table')}>
        <table>
          <thead>
            <tr>
              {COLUMNS.map((word) => (
                <th key={word} scope="col">
                  {say(word)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.final.map((shift) => (
              <ShiftRow key={`${shift.start} ${shift.layer} ${shift.isShadow}`} shift={shift} view={view} tell={tell} onWish={onWish} />
            ))}
          </tbody>
        </table>
      </section>
      {view.final.length === 0 && <p className="on-call-none missed">{say('noShifts')}</p>}
    </Panel>
  )
}

function ShiftRow({ shift, view, tell, onWish }: PartProps & { shift: ScheduleShift }) {
  const { start, end, people, because, isShadow } = shift
  const names = people.map((each) => each.name).join(', ')
  const [holder] = people
  const isMine = people.some((each) => each.isYou)
  const wish = () =>
    onWish({ start: Date.parse(start), end: Date.parse(end), ...(people.length === 1 && holder ? { replaces: idOf(holder.id) } : {}) })
  return (
    <tr>
      <td className="medium">
        {names}
        {isShadow && <span className="t3"> {say('shadow')}</span>}
      </td>
      <td>{tell(start)}</td>
      <td>{tell(end)}</td>
      <td className="t2">{because}</td>
      <td>
        {!isShadow && view.can.override && (
          <span className="line">
            <Button size="compact-sm" variant="subtle" onClick={wish} aria-label={say('overrideOf', { who: names, from: tell(start) })}>
              {say('add')}
            </Button>
            {isMine && (
              <Link
                className="quiet-link"
                to="/on-call/cover"
                search={{ ask: view.id, from: start, to: end } as never}
                aria-label={say('findCoverOf', { from: tell(start) })}
              >
                {say('findCover')}
              </Link>
            )}
          </span>
        )}
      </td>
    </tr>
  )
}
