import { IconBell, IconCalendar, IconCircleCheck, IconFilter, IconPoint, IconStairs, IconUser } from '@tabler/icons-react'
import { Chain } from '../../../web/kit/chain.tsx'
import { Timeline } from '../../../web/kit/timeline.tsx'
import type { Icon } from '../../../web/manifest.ts'
import { fullMoment, timeToSecond, useZone } from '../../../web/times.ts'
import type { AlertDetail, Why, WhyLink } from '../contract.ts'
import { say } from './strings.ts'

const ICONS: Record<WhyLink['kind'], Icon> = {
  accepted: IconBell,
  rule: IconFilter,
  ladder: IconStairs,
  schedule: IconCalendar,
  person: IconUser,
  reached: IconCircleCheck,
}

/** "Why was I paged": one sentence, then its proof link by link. */
export function WhyPanel({ alert }: { alert: AlertDetail }) {
  useZone()
  const { why, quiet } = alert
  if (!why) return <section className="panel alert-because">{quiet ? say('nobodyQuiet', { why: quiet }) : say('nobodyPaged')}</section>
  const start = Date.parse(alert.openedAt)
  const links = why.chain.map((link, i) => {
    const ms = Date.parse(link.at)
    const time = i === 0 || link.kind === 'reached' ? timeToSecond(ms) : say('plus', { span: ((ms - start) / 1000).toFixed(2) })
    return { id: `${i}`, icon: ICONS[link.kind], question: say(link.kind), answer: link.answer, evidence: link.evidence ?? undefined, time }
  })
  return (
    <section className="panel" aria-label={say('why')}>
      <p className="alert-because">{sentence(why)}</p>
      <Chain label={say('why')} links={links} />
    </section>
  )
}

function sentence({ person, pagedAt, rule, service, target, until }: Why) {
  const values = {
    who: person.isYou ? say('youWere') : say('theyWere', { who: person.name }),
    time: timeToSecond(Date.parse(pagedAt)),
    rule: <b>{rule ? say('aRoute', { rule }) : say('noRoute')}</b>,
    service: <b>{service}</b>,
    target: <b>{target ?? say('none')}</b>,
  }
  const parts = service
    ? say.rich(until ? 'whySentenceUntil' : 'whySentence', { ...values, until: until ? fullMoment(Date.parse(until)) : '' })
    : say.rich('whyNoService', values)
  // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence never move
  return parts.map((part, i) => <span key={i}>{part}</span>)
}

export function History({ alert }: { alert: AlertDetail }) {
  const entries = alert.timeline.map(({ at, by, name, text }, i) => ({
    id: `${i} ${name}`,
    at,
    icon: IconPoint,
    fact: `${by.name}: ${text}`,
  }))
  return <Timeline label={say('history')} entries={entries} />
}
