import { Button } from '@mantine/core'
import { IconBell, IconCircleCheck, IconFlag, IconSpeakerphone, IconUser, IconWorld } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useClock } from '../../../web/clock.ts'
import { Clock } from '../../../web/kit/clock.tsx'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import type { Icon } from '../../../web/manifest.ts'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import { fullMoment, relative } from '../../../web/times.ts'
import type { MyPage, NowView, Owed } from '../contract.ts'
import { useAcknowledge } from './queries.ts'
import { say } from './strings.ts'

/** Pages first, then what was missed, then what is due: the eye lands on one button. */
export function NextForYou({ view }: { view: NowView }) {
  const { pages, owed } = view
  const acknowledge = useAcknowledge()
  const [first] = pages
  useShortcuts([{ keys: 'a', label: () => say('keyAcknowledge'), run: () => first?.can.acknowledge && acknowledge.mutate(first.id) }])
  return (
    <Panel
      title={say('nextForYou')}
      note={pages.length + owed.length || undefined}
      actions={<span className="f12 t3 only-wide">{say('order')}</span>}
    >
      {pages.length + owed.length === 0 ? (
        <Nothing view={view} />
      ) : (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets the role of a list without bullets
        <ul role="list" className="next-list">
          {pages.map((page, i) => (
            <PageItem
              key={page.id}
              page={page}
              isFirst={i === 0}
              onAcknowledge={() => acknowledge.mutate(page.id)}
              isBusy={acknowledge.isPending}
            />
          ))}
          {owed.map((each, i) => (
            <OwedItem key={`${each.incident.id} ${each.clock.id}`} owed={each} isFirst={pages.length === 0 && i === 0} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Nothing({ view: { week } }: { view: NowView }) {
  const duty = week?.duty
  const at = (moment: string): string => fullMoment(Date.parse(moment))
  const words = !duty
    ? say('nothingOff')
    : duty.isNow && duty.until
      ? say('nothingNow', { schedule: duty.schedule, until: at(duty.until) })
      : say('nothingNext', { schedule: duty.schedule, from: at(duty.from) })
  return (
    <div className="next-nothing">
      <IconCircleCheck size={20} aria-hidden />
      <div>
        <b className="f14">{say('nothing')}</b>
        <p className="t2">{words}</p>
      </div>
    </div>
  )
}

type PageItemProps = { page: MyPage; isFirst: boolean; onAcknowledge: () => void; isBusy: boolean }

function PageItem({ page, isFirst, onAcknowledge, isBusy }: PageItemProps) {
  const { title, severity, next, alert, can } = page
  const who = next?.people.map((each) => each.name).join(', ') ?? ''
  return (
    <li className={isFirst ? 'next-item next-first' : 'next-item'}>
      <IconBell size={16} aria-hidden />
      <div className="next-what">
        <div className="next-title">
          <Severity rank={severity.rank} label={severity.id} isSolid />
          {alert ? (
            <Link to={`/alerts/${alert.reference}`} className="f16 strong">
              {title}
            </Link>
          ) : (
            <span className="f16 strong">{title}</span>
          )}
        </div>
        <p className="t2">
          <PagedWords page={page} /> {next && say('nextPerson', { who })}
        </p>
      </div>
      <div className="next-clock">
        {next && (
          <Clock
            clock={{ startedAt: next.since, dueAt: next.at }}
            name={say('untilClock', { who })}
            size="large"
            sentence={say('untilPaged', { who })}
          />
        )}
      </div>
      {can.acknowledge && (
        <Button
          size="md"
          variant={isFirst ? 'filled' : undefined}
          loading={isBusy}
          onClick={onAcknowledge}
          rightSection={isFirst && <KeyHint keys="a" />}
        >
          {say('acknowledge')}
        </Button>
      )}
    </li>
  )
}

function PagedWords({ page: { pagedAt, roads, held } }: { page: MyPage }) {
  const span = useClock((now) => relative(Date.parse(pagedAt), now))
  if (roads.length === 0) return say('pagedPlain', { span })
  const words = roads.length === 1 ? (roads[0] ?? '') : say('roadAnd', { first: roads.slice(0, -1).join(', '), last: roads.at(-1) ?? '' })
  return held ? say('pagedHeld', { span, roads: words, schedule: held }) : say('paged', { span, roads: words })
}

const REPAIRS: Record<NonNullable<Owed['clock']['repair']>, { icon: Icon; word: () => string }> = {
  acknowledge: { icon: IconBell, word: () => say('acknowledge') },
  assign: { icon: IconUser, word: () => say('assign') },
  update: { icon: IconSpeakerphone, word: () => say('update') },
  publish: { icon: IconWorld, word: () => say('publish') },
  complete: { icon: IconCircleCheck, word: () => say('complete') },
  review: { icon: IconFlag, word: () => say('review') },
}

function OwedItem({ owed: { incident, clock }, isFirst }: { owed: Owed; isFirst: boolean }) {
  const { icon: Shape, word } = clock.repair ? REPAIRS[clock.repair] : { icon: IconFlag, word: () => say('open') }
  return (
    <li className="next-item">
      <Shape size={16} aria-hidden />
      <div className="next-what">
        <span className="f14 medium">{clock.title}</span>
        <span className="row-second one-line">{say('ofIncident', incident)}</span>
      </div>
      <div className="next-clock">
        <Clock clock={{ startedAt: clock.since, dueAt: clock.dueAt, warnAt: clock.warnAt }} name={clock.title} />
      </div>
      <Button component={Link} to={`/incidents/${incident.reference}`} variant={isFirst ? 'filled' : undefined}>
        {word()}
      </Button>
    </li>
  )
}
