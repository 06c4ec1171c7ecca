import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { RoadIcon } from '../../../web/kit/road.tsx'
import { Chip } from '../../../web/kit/status-word.tsx'
import type { RoadStateAnswer } from '../contract.ts'
import { channelName, say } from './strings.ts'

const TONES = { green: undefined, amber: 'soon', red: 'missed' } as const

export type RoadLineProps = {
  road: RoadStateAnswer
  mayTest: boolean
  mayRemove: boolean
  isBusy: boolean
  onTest: () => void
  onRemove: () => void
}

/** One way: where it leads, whether it works, what can be done, and how it gets through Do Not Disturb. */
export function RoadLine({ road, mayTest, mayRemove, isBusy, onTest, onRemove }: RoadLineProps) {
  const name = channelName(road.channel)
  return (
    <li className="road">
      <span className="road-icon">
        <RoadIcon road={road.road} />
      </span>
      <span className="road-name">
        <span className="medium">{name}</span>
        {road.wakes && <span className="t3"> · {say('wakesRoad')}</span>}
        <span className="row-second road-to">{whereTo(road)}</span>
      </span>
      <span className="road-proof">
        <Chip tone={road.isLandline ? 'soon' : TONES[road.tone]}>{standingOf(road)}</Chip>
        <Remark road={road} isOwn={mayTest} />
      </span>
      <span className="line road-acts">
        {mayTest && !road.isLandline && (
          <Button size="xs" disabled={isBusy} aria-label={say('testOf', { road: name })} onClick={onTest}>
            {say('test')}
          </Button>
        )}
        {mayRemove && (
          <Button size="xs" variant="subtle" aria-label={say('removeOf', { road: name })} onClick={onRemove}>
            {say('remove')}
          </Button>
        )}
      </span>
      {road.guidance.length > 0 && (
        <details className="road-guidance">
          <summary>{say('guidance')}</summary>
          <ul>
            {road.guidance.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}

export function whereTo({ contact, to }: Pick<RoadStateAnswer, 'contact' | 'to'>): string {
  if (contact === 'webpush') return to.length === 1 ? (to[0] ?? '') : `${say('devices', { count: to.length })}: ${to.join(', ')}`
  return to[0] ?? say('noNumber')
}

function standingOf({ standing, provedAt, tried, isLandline }: RoadStateAnswer): ReactNode {
  if (isLandline) return say('landline')
  if (standing === 'proved' && provedAt) return withTime(say('proved'), provedAt)
  if (standing === 'stale' && provedAt) return withTime(say('stale'), provedAt)
  if (standing === 'failing' && tried) return withTime(say('failing'), tried.at)
  return say(standing === 'unverified' ? 'unverified' : 'unproved')
}

const withTime = (word: string, at: string): ReactNode => (
  <span>
    {word} <RelativeTime at={at} />
  </span>
)

function Remark({ road, isOwn }: { road: RoadStateAnswer; isOwn: boolean }) {
  const words = !isOwn && road.standing === 'unverified' ? say('unverifiedTheirs') : remarkOf(road)
  return words ? <span className="f12 t3">{words}</span> : null
}

/** What stands behind the chip: the proof, what the carrier said, or what is to be done. */
function remarkOf({ standing, provedBy, tried, codeBy, awaitsCode }: RoadStateAnswer): string {
  if (tried && (standing === 'failing' || (standing === 'unverified' && !awaitsCode))) return tried.said
  if (standing === 'stale') return say('staleWhy')
  if (standing === 'proved') return say(provedBy === 'page' ? 'provedByPage' : 'provedByCode')
  if (codeBy === 'email') return say('byMail')
  return standing === 'unverified' ? say('unverifiedWhat') : ''
}
