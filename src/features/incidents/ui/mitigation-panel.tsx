import { Button } from '@mantine/core'
import { IconAlertTriangle, IconBolt, IconRoute } from '@tabler/icons-react'
import { Suspense, useRef, useState } from 'react'
import { Panel } from '../../../web/kit/panel.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import { timeOfDay } from '../../../web/times.ts'
import type { IncidentDetail } from '../contract/incident.ts'
import { textField } from './ask.ts'
import { useRoom } from './room.ts'
import { RunbookButton } from './runbook-button.tsx'
import { say } from './side-strings.ts'
import { spacedWord } from './words.ts'

const TreeDialog = lazily(() => import('./tree-dialog.tsx'), 'TreeDialog')

type Way = IncidentDetail['mitigation']['options'][number]
type Chosen = IncidentDetail['mitigation']['chosen'][number]

/** What the policy would try, in its order; what the facts speak for comes first, and says why. */
export function MitigationPanel() {
  const frame = useRef<HTMLDivElement>(null)
  useShortcuts([{ keys: 'w', label: () => say('keyWays'), run: () => frame.current?.querySelector('button')?.focus() }])
  return (
    <div ref={frame} className="room-ways">
      <Ways />
    </div>
  )
}

function Ways() {
  const { incident } = useRoom()
  const { mitigation, trees, runbooks, can } = incident
  const { options, chosen } = mitigation
  const first = options.find((each) => each.proposed !== null) ?? options[0]
  if (!first && trees.length === 0 && runbooks.length === 0) return null
  const others = options.filter((each) => each !== first)
  const named = new Set([...options, ...chosen].map(({ runbook }) => runbook))
  const unnamed = runbooks.filter(({ id }) => !named.has(id))
  const title = first && chosen.length === 0 ? say('tryFirst', { action: spacedWord(first.action) }) : say('waysOut')
  return (
    <Panel title={title} note={first && say('situation', { n: options.indexOf(first) + 1, of: options.length })} isPadded>
      {chosen.map((each) => (
        <ChosenLine key={each.id} chosen={each} />
      ))}
      {first && (
        <div className="stack-4">
          <WayWords way={first} isNamed={chosen.length === 0} />
          <div className="line line-wrap">
            {can.act && <ChooseButton way={first} />}
            {first.runbook && !chosen.some((each) => each.runbook === first.runbook) && <RunbookButton runbook={first.runbook} />}
            {can.act && trees.map((tree) => <GuideButton key={tree.id} tree={tree.id} />)}
          </div>
        </div>
      )}
      {unnamed.length > 0 && (
        <div className="line line-wrap">
          {unnamed.map(({ id }) => (
            <RunbookButton key={id} runbook={id} />
          ))}
        </div>
      )}
      <OtherWays ways={others} />
    </Panel>
  )
}

function OtherWays({ ways }: { ways: readonly Way[] }) {
  const { can } = useRoom().incident
  if (ways.length === 0) return null
  return (
    <details className="room-more-ways">
      <summary>{say('otherWays')}</summary>
      <ul className="stack">
        {ways.map((way) => (
          <li key={`${way.action} ${way.situation}`} className="stack-4">
            <WayWords way={way} />
            <div className="line line-wrap">
              {can.act && <ChooseButton way={way} />}
              {way.runbook && <RunbookButton runbook={way.runbook} />}
            </div>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** `isNamed`: the action stands above already, so that only what speaks for it is said. */
function WayWords({ way: { action, situation, proposed, isDangerous }, isNamed = false }: { way: Way; isNamed?: boolean }) {
  const saysAction = !isNamed || !situation
  return (
    <p>
      {saysAction && <b>{spacedWord(action)}</b>}
      {situation && <span className="t2">{saysAction ? ` · ${situation}` : situation}</span>}
      {proposed && (
        <span className="room-why">
          <IconBolt size={14} aria-hidden /> {proposed}
        </span>
      )}
      {isDangerous && (
        <span className="room-why soon">
          <IconAlertTriangle size={14} aria-hidden /> {say('dangerous')}
        </span>
      )}
    </p>
  )
}

function ChooseButton({ way: { action, situation, isDangerous, runbook } }: { way: Way }) {
  const { ask, act } = useRoom()
  const named = spacedWord(action)
  const open = () =>
    ask({
      title: say('chooseAction', { action: named }),
      submit: say('chooseNow'),
      note: (
        <p className="t2">
          {situation} {runbook && say('runbook', { runbook })} {isDangerous && <b>{say('dangerousMeans')}</b>}
        </p>
      ),
      fields: [textField('reason', say('whyThis'))],
      send: (values) => act('mitigate', { action, situation, ...values }),
    })
  return (
    <Button size="xs" onClick={open} aria-label={say('chooseAction', { action: named })}>
      {say('choose')}
    </Button>
  )
}

function GuideButton({ tree }: { tree: string }) {
  const [isOpen, setOpen] = useState(false)
  const found = useRoom().incident.trees.find((each) => each.id === tree)
  if (!found) return null
  return (
    <>
      <Button
        size="xs"
        onClick={() => setOpen(true)}
        leftSection={<IconRoute size={14} aria-hidden />}
        aria-label={say('guideBy', { name: found.name })}
      >
        {say('guide')}
      </Button>
      <Suspense fallback={null}>{isOpen && <TreeDialog tree={found} onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}

/** What was chosen, and the runbook that goes with it. */
const ChosenLine = ({ chosen }: { chosen: Chosen }) => (
  <div className="stack-4">
    <p className={chosen.status === 'asked' ? 'soon' : 't2'}>{chosenWords(chosen)}</p>
    {chosen.status === 'chosen' && chosen.runbook && <RunbookButton runbook={chosen.runbook} />}
  </div>
)

function chosenWords({ status, by, confirmedBy, action, at }: Chosen): string {
  const named = { action: spacedWord(action), time: timeOfDay(Date.parse(at)) }
  if (status === 'asked') return say('waitsSecond', named)
  if (status === 'declined') return say('declinedBy', { ...named, who: confirmedBy?.name ?? '' })
  return confirmedBy ? say('confirmedBy', { ...named, who: confirmedBy.name }) : say('chosenBy', { ...named, who: by.name })
}
