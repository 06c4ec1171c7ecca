import { IconAlertTriangle, IconCheck, IconCircleCheck } from '@tabler/icons-react'
import { useClock } from '../../../web/clock.ts'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { relative } from '../../../web/times.ts'
import type { Trust } from '../contract.ts'
import { say } from './strings.ts'

/** Below this nobody notices; the engine's safety net looks once a second. */
const ON_TIME_MS = 5_000

/** Channels named in the line itself. */
const NAMED = 2

type Line = { word: string; value: string; isGood: boolean }

const seconds = (ms: number): string => say('seconds', { s: (ms / 1000).toFixed(1) })

function linesOf({ timerLateMs, oldestInQueueMs, sentMs, probes, channels, yours, audit, poisoned }: Trust): Line[] {
  const set = channels.filter((channel) => channel.isSet).map(({ title }) => title)
  const sent = sentMs ? say('pair', { a: seconds(sentMs.p50), b: seconds(sentMs.p99) }) : say('noneYet')
  const lines: Line[] = [
    { word: say('timers'), value: seconds(timerLateMs), isGood: timerLateMs < ON_TIME_MS },
    { word: say('queue'), value: seconds(oldestInQueueMs), isGood: oldestInQueueMs < ON_TIME_MS },
    { word: say('sent'), value: sent, isGood: true },
    ...probeLine(probes),
    { word: say('canSend'), value: shortened(set), isGood: set.length > 0 },
    ...(yours ? [{ word: say('yours'), value: yours.join(', ') || say('yoursNone'), isGood: yours.length > 0 }] : []),
    {
      word: say('audit'),
      value: audit ? (audit.findings > 0 ? say('auditFound', { count: audit.findings }) : say('auditClean')) : say('auditNone'),
      isGood: (audit?.findings ?? 0) === 0,
    },
  ]
  return poisoned > 0 ? [...lines, { word: say('poisoned'), value: String(poisoned), isGood: false }] : lines
}

/** One synthetic page a minute: how many of the day's got through, and how fast. */
function probeLine({ expected, landed, p50, p99 }: Trust['probes']): Line[] {
  if (p50 === null || p99 === null) return []
  return [
    { word: say('probes'), value: say('probesOf', { landed, expected, a: seconds(p50), b: seconds(p99) }), isGood: landed >= expected },
  ]
}

/** The first few by name; all of them stand below. */
function shortened(names: readonly string[]): string {
  if (names.length === 0) return say('canSendNone')
  const more = names.length - NAMED
  return more > 1 ? say('canSendMore', { names: names.slice(0, NAMED).join(', '), more }) : names.join(', ')
}

/** Is the pager itself healthy? First in words, then in figures. */
export function TrustPanel({ trust }: { trust: Trust }) {
  const proof = useClock((now) => (trust.lastProof ? relative(Date.parse(trust.lastProof), now) : ''))
  const isSure = trust.isHealthy && trust.isProven
  const Shape = isSure ? IconCircleCheck : IconAlertTriangle
  const verdict = !isSure ? say('no') : proof ? say('yesProof', { span: proof }) : say('yes')
  const why = !trust.isHealthy ? say('noWhat') : trust.isProven ? say('yesWhat') : say('notProven')
  return (
    <Panel title={say('reach')}>
      <div className="trust-verdict">
        <Shape size={20} aria-hidden className={isSure ? undefined : 'soon'} />
        <div>
          <b className="f14">{verdict}</b>
          <p className="t2">{why}</p>
          {trust.why.map((reason) => (
            <p key={reason} className="t2">
              {reason}
            </p>
          ))}
          {trust.yours?.length === 0 && <a href="/settings/me">{say('yoursRepair')}</a>}
        </div>
      </div>
      <Rows columns="16px auto minmax(0, 1fr)" label={say('reach')}>
        {linesOf(trust).map(({ word, value, isGood }) => (
          <Row key={word}>
            {isGood ? <IconCheck size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden className="soon" />}
            <span className="t2 one-line">{word}</span>
            <span className={isGood ? 'medium trust-value' : 'medium trust-value soon'}>{value}</span>
          </Row>
        ))}
      </Rows>
      <Shut channels={trust.channels} />
    </Panel>
  )
}

/** What can send, and what cannot, each with the reason and the remedy: a road that nobody knows to be shut is worse than none. */
function Shut({ channels }: Pick<Trust, 'channels'>) {
  const shut = channels.filter((channel) => !channel.isSet)
  const open = channels.filter((channel) => channel.isSet)
  if (shut.length === 0 && open.length <= NAMED) return null
  const names = shut.map(({ title }) => title).join(', ')
  return (
    <details className="trust-shut">
      <summary>{shut.length > 0 ? say('cannotSend', { names }) : say('allCanSend')}</summary>
      <dl>
        {open.length > 0 && (
          <div>
            <dt className="medium">{say('canSend')}</dt>
            <dd className="t2">{open.map(({ title }) => title).join(', ')}</dd>
          </div>
        )}
        {shut.map(({ id, title, why }) => (
          <div key={id}>
            <dt className="medium">{title}</dt>
            <dd className="t2">{why}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
