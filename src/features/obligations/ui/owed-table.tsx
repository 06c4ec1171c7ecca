import { Fragment, useEffect, useRef } from 'react'
import { nowMs, useClock } from '../../../web/clock.ts'
import { Rows } from '../../../web/kit/panel.tsx'
import { useListPosition } from '../../../web/shell/list-position.ts'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import { type Asked, grouped, groupOf, type Owed, pathOf } from './owed.ts'
import { OwedLine } from './owed-line.tsx'
import { say } from './strings.ts'

/** Everything owed by anyone, by urgency, with the verb as the button. Rows move between groups at their time. */
export function OwedTable({ owed, onAsk }: { owed: readonly Owed[]; onAsk: (asked: Asked) => void }) {
  useClock((now) => owed.map((each) => groupOf(each, now)).join())
  const groups = grouped(owed, nowMs())
  const rows = groups.flatMap((each) => each.owed)
  const current = useListPosition(rows.map(pathOf))
  const at = rows[current]
  const list = useFocusFollows(at?.key)
  useShortcuts([
    { keys: 'w', label: () => say('waiveKeyed'), run: () => at?.can.waive && onAsk({ what: 'waive', owed: at }) },
    { keys: 'y', label: () => say('why'), run: () => at && onAsk({ what: 'why', owed: at }) },
  ])
  return (
    <div ref={list} className="panel owed">
      <Rows
        columns="104px minmax(0, 1.2fr) minmax(0, 1fr) 110px 168px 128px"
        narrowColumns="minmax(0, 1fr) auto"
        head={[say('colState'), say('colWhat'), say('colFor'), say('colWho'), say('colLeft')]}
        label={say('list')}
      >
        {groups.map(({ group, owed: members }) => (
          <Fragment key={group}>
            <li key={`head ${group}`} className="row owed-group">
              <h2>{say(group)}</h2>
              <span className="t3">{members.length}</span>
            </li>
            {members.map((each) => (
              <OwedLine key={each.key} owed={each} isCurrent={each === at} onAsk={onAsk} />
            ))}
          </Fragment>
        ))}
      </Rows>
    </div>
  )
}

/** Where `j` and `k` stand, Enter does the row's verb: its button has the focus. Nobody's focus is taken when the board opens. */
function useFocusFollows(key: string | undefined) {
  const list = useRef<HTMLDivElement>(null)
  const before = useRef(key)
  useEffect(() => {
    if (before.current === key) return
    before.current = key
    list.current?.querySelector<HTMLElement>('[aria-current] .owed-act')?.focus()
  }, [key])
  return list
}
