import { Button } from '@mantine/core'
import { useState } from 'react'
import { announce } from '../../../web/kit/announcer.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Avatar } from '../../../web/kit/person.tsx'
import { roadWord } from '../../../web/kit/road-words.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import { timeToSecond } from '../../../web/times.ts'
import type { SimulateAnswer, Skipped, Wake } from '../contract/simulate.ts'
import { reasonsOf } from './skipped-words.ts'
import { say } from './strings.ts'

type Line = { key: string; at: string; name: string; roads: string; wakes: boolean; isMissing: boolean; ladder: string; isRepeat: boolean }

/** Every page in order of time, with the roads that do not lead to somebody where they would have. */
export function WokenList({ answer }: { answer: SimulateAnswer }) {
  const lines = linesOf(answer)
  return (
    <Panel title={say('woken')} actions={<CopyButton lines={lines} />}>
      {lines.length === 0 && <p className="answer-finding-none missed">{say('nothingHappens')}</p>}
      <Rows columns="60px 22px auto minmax(0, 1fr)" label={say('woken')}>
        {lines
          .filter(({ isRepeat: isAgain }) => !isAgain)
          .map(({ key, at, name, roads, wakes, isMissing }) => (
            <Row key={key} className="woken-row">
              <span className="t2">{timeToSecond(Date.parse(at))}</span>
              <Avatar name={name} />
              <span className="medium nowrap">{name}</span>
              <span className={`f12 woken-how ${isMissing ? 'missed' : 't2'}`}>
                {roads}
                {wakes && (
                  <>
                    {' · '}
                    <b>{say('wakes')}</b>
                  </>
                )}
              </span>
            </Row>
          ))}
      </Rows>
      <p className="answer-foot f12 t3">{say('computed', { version: answer.version, ms: answer.tookMs })}</p>
    </Panel>
  )
}

function linesOf({ wakes, skipped }: SimulateAnswer): Line[] {
  const paged = wakes.map((wake, i) => ({
    key: `wake ${i}`,
    at: wake.at,
    name: wake.person.name,
    ...howOf(wake),
    isMissing: false,
    ladder: wake.ladder.name,
    isRepeat: isRepeat(wake, wakes),
  }))
  return [...paged, ...missingOf(skipped)].sort((a, b) => a.at.localeCompare(b.at))
}

/** Later climbs and the fallback ask in the same way again: on the screen each person stands there once for each of them. */
const isRepeat = (wake: Wake, wakes: readonly Wake[]): boolean => {
  const isLast = wake.step < 0
  if (wake.round === 1 && !isLast) return false
  const alike = (each: Wake): boolean =>
    each.person.id === wake.person.id && (isLast ? each.step < 0 : each.step >= 0 && each.round === wake.round)
  return wakes.find(alike) !== wake
}

/** Whom it does not reach, and by which roads not: once for each person. */
function missingOf(skipped: readonly Skipped[]): Line[] {
  const told = Map.groupBy(
    skipped.filter(({ person }) => person !== null),
    ({ person }) => person?.id,
  )
  return [...told.values()].map((group) => {
    const first = group[0] as Skipped
    const own = group.filter(({ at }) => at === first.at)
    const base = { key: `skipped ${first.person?.id}`, at: first.at, name: first.person?.name ?? '', ladder: first.ladder?.name ?? '' }
    return { ...base, roads: reasonsOf(own), wakes: false, isMissing: true, isRepeat: false }
  })
}

function howOf({ roads, wakes, step, round }: Wake): { roads: string; wakes: boolean } {
  const said = [roads.map(({ road }) => roadWord(road)).join(', '), step < 0 ? say('fallback') : round > 1 ? say('round', { round }) : '']
  return { roads: said.filter(Boolean).join(' · '), wakes }
}

function CopyButton({ lines }: { lines: readonly Line[] }) {
  const [isCopied, setCopied] = useState(false)
  const head = [say('colTime'), say('colWho'), say('colRoads'), say('colWakes'), say('colLadder')]
  const rows = lines.map(({ at, name, roads, wakes, ladder }) => [at, name, roads, wakes ? say('wakes') : '', ladder])
  const copy = (): void => {
    const text = [head, ...rows].map((cells) => cells.join('\t')).join('\n')
    navigator.clipboard
      .writeText(text)
      .then(() => {
        setCopied(true)
        announce(say('copied'))
      })
      .catch(() => sayFailed({ said: say('copyFailed') }))
  }
  return (
    <Button size="xs" variant="subtle" onClick={copy}>
      {isCopied ? say('copied') : say('copy')}
    </Button>
  )
}
