import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { Clock, ClockWord, useReading } from '../../../web/kit/clock.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { timeOfDay, useZone, zoneName } from '../../../web/times.ts'
import { factsOfClock } from '../contract/clock-facts.ts'
import type { ClimbingView, ClockView } from '../contract/incident.ts'
import { type BandClock, bandOf } from './clock-band-order.ts'
import { openRole } from './role-chips.tsx'
import { useRoom } from './room.ts'
import { RoomRuler } from './room-ruler.tsx'
import { say } from './strings.ts'
import { namesOf, spacedDuration } from './words.ts'

const WhyDialog = lazily(() => import('./why-dialog.tsx'), 'WhyDialog')

/** What is owed: the next one biggest, what was missed beside its repair, then by due time; below, all of it to scale. */
export function ClockBand() {
  useZone()
  const { incident } = useRoom()
  const [isOpen, setOpen] = useState(false)
  const pages = incident.climbing.filter(willPage)
  const { next, shown, hidden } = bandOf(incident.clocks, pages.length)
  const rest = isOpen ? [...shown, ...hidden] : shown
  return (
    <section className="band" aria-label={say('clocks')}>
      {!next && rest.length === 0 && pages.length === 0 && (
        <p className="band-none t2">{say('asksNothing', { severity: incident.severity.id })}</p>
      )}
      {next && <NextClock clock={next.clock} isAlone={rest.length + pages.length === 0} />}
      {rest.length + pages.length > 0 && (
        <div className={next ? 'band-rest' : 'band-rest band-whole'}>
          {rest.map(({ clock, turns }) => (
            <BandCell key={clock.id} clock={clock} turns={turns} />
          ))}
          {pages.map((page) => (
            <PageCell key={page.id} page={page} />
          ))}
          {!isOpen && hidden.length > 0 && (
            <button type="button" className="band-cell band-more" onClick={() => setOpen(true)}>
              {say('moreClocks', { count: hidden.length })}
            </button>
          )}
        </div>
      )}
      <RoomRuler />
    </section>
  )
}

function useTitle({ title, recurs, must }: ClockView): string {
  const { updateEvery } = useRoom().incident
  return recurs && must === 'update' && updateEvery ? say('every', { title, every: spacedDuration(updateEvery) }) : title
}

function dueText({ dueAt, owners }: ClockView): string {
  const due = Date.parse(dueAt)
  const who = namesOf(owners)
  const time = `${timeOfDay(due)} ${zoneName(due)}`
  return who ? say('dueWho', { time, who }) : say('due', { time })
}

function NextClock({ clock, isAlone }: { clock: ClockView; isAlone: boolean }) {
  const title = useTitle(clock)
  const reading = useReading(factsOfClock(clock))
  return (
    <div className={isAlone ? 'band-next band-alone' : 'band-next'}>
      <h3>
        <span className="t3 medium">{say('next')}</span> {title}
      </h3>
      <Clock clock={factsOfClock(clock)} name={title} size="next" />
      <Repair clock={clock} isNext />
      <div className="band-due">
        <span>
          {dueText(clock)} <Why clock={clock} title={title} />
        </span>
        {reading.state !== 'pending' && <ClockWord state={reading.state} />}
      </div>
    </div>
  )
}

function BandCell({ clock, turns }: BandClock) {
  const title = useTitle(clock)
  const { state } = useReading(factsOfClock(clock))
  const isMissed = state === 'missed'
  return (
    <div className={isMissed ? 'band-cell band-missed' : 'band-cell'}>
      <div className="band-title">
        <h3 className="one-line" title={title}>
          {turns > 1 ? say('turns', { title, count: turns }) : title}
        </h3>
        <Why clock={clock} title={title} />
      </div>
      <Clock clock={factsOfClock(clock)} name={title} hasIcon={isMissed} />
      <span className="band-small one-line">{dueText(clock)}</span>
      {isMissed && <Repair clock={clock} />}
    </div>
  )
}

/** Every promise answers why it is owed: the line of the policy, the condition, the arithmetic. */
function Why({ clock: { id }, title }: { clock: ClockView; title: string }) {
  const { reference } = useRoom().incident
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="band-why" aria-label={say('whyClock', { title })} onClick={() => setOpen(true)}>
        {say('whyShort')}
      </button>
      <Suspense fallback={null}>
        {isOpen && <WhyDialog incident={reference} clock={id} title={say('whyClock', { title })} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  )
}

type Paging = ClimbingView & { next: NonNullable<ClimbingView['next']> }
const listOf = (people: readonly { name: string }[]): string => people.map(({ name }) => name).join(', ')
const willPage = (page: ClimbingView): page is Paging => page.next !== null

/** Who is woken next, and when: the clock that stops by itself when somebody acknowledges. */
function PageCell({ page: { title, next, asked, isUntilResolved } }: { page: Paging }) {
  const who = listOf(next.people)
  const name = isUntilResolved ? say('ifUnresolved', { who }) : say('ifUnacknowledged', { who })
  const at = Date.parse(next.at)
  const time = `${timeOfDay(at)} ${zoneName(at)}`
  const waits = listOf(asked)
  return (
    <div className="band-cell" title={title}>
      <div className="band-title">
        <h3 className="one-line">{name}</h3>
      </div>
      <Clock clock={{ startedAt: next.since, dueAt: next.at }} name={name} />
      <span className="band-small one-line">{waits ? say('pagesAtAsked', { time, who: waits }) : say('pagesAt', { time })}</span>
    </div>
  )
}

/** The act that meets it, where it is shown. */
function Repair({ clock, isNext = false }: { clock: ClockView; isNext?: boolean }) {
  const { incident, act, write } = useRoom()
  const navigate = useNavigate()
  if (!incident.can.act || !clock.repair) return null
  const role = incident.roles.find((each) => clock.about === each.id || clock.about === `role:${each.id}`)
  const repairs: Record<NonNullable<ClockView['repair']>, { word: string; run: () => void }> = {
    acknowledge: { word: say('acknowledge'), run: () => void act('acknowledge').catch(() => undefined) },
    assign: { word: say('assignFor', { role: role?.name ?? '' }), run: () => role && setTimeout(() => openRole(role.id)) },
    update: { word: say('writeUpdate'), run: () => write('update') },
    publish: { word: say('tellCustomers'), run: () => write('publish') },
    complete: { word: say('markDone'), run: () => void act('complete', { what: clock.id }).catch(() => undefined) },
    review: { word: say('openReview'), run: () => void navigate({ to: `/reviews/${incident.reference}` }) },
  }
  const { word, run } = repairs[clock.repair]
  return (
    <Button size="xs" className={isNext ? 'band-repair only-narrow' : 'band-repair'} onClick={run}>
      {word}
    </Button>
  )
}
