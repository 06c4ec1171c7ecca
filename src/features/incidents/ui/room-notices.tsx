import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { timeOfDay } from '../../../web/times.ts'
import { textField } from './ask.ts'
import { type Room, useRoom } from './room.ts'
import { say } from './side-strings.ts'
import { spacedWord } from './words.ts'

type Notice = { id: string; words: string; isQuiet?: boolean; acts?: { word: string; run: () => void }[] }

/** What needs somebody's word now, with the act beside it. */
export function RoomNotices() {
  const room = useRoom()
  const notices = noticesOf(room)
  if (notices.length === 0) return null
  return (
    <ul className="room-notices" aria-label={say('notices')}>
      {notices.map(({ id, words, isQuiet = false, acts = [] }) => (
        <NoticeLine key={id} isQuiet={isQuiet} words={words}>
          {room.incident.can.act &&
            acts.map(({ word, run }) => (
              <Button key={word} size="xs" onClick={run}>
                {word}
              </Button>
            ))}
        </NoticeLine>
      ))}
    </ul>
  )
}

function NoticeLine({ words, isQuiet, children }: { words: string; isQuiet: boolean; children: ReactNode }) {
  const Shape = isQuiet ? IconInfoCircle : IconAlertTriangle
  return (
    <li className={isQuiet ? 'room-notice' : 'room-notice room-notice-loud'}>
      <Shape size={16} aria-hidden />
      <span>{words}</span>
      <span className="line line-wrap">{children}</span>
    </li>
  )
}

const noticesOf = (room: Room): Notice[] => [...unreached(room), ...waiting(room), ...proposals(room), ...facts(room)]

/** Nobody comes by themselves: before everything else somebody is to be called. */
function unreached({ incident: { unreached: told } }: Room): Notice[] {
  if (!told) return []
  const people = told.call.map(({ name, phone }) => (phone ? `${name} ${phone}` : name)).join(', ')
  return [{ id: 'unreached', words: people ? say('unreached', { people }) : say('unreachedNobody') }]
}

/** What somebody waits for. */
function waiting({ incident, run, ask, act }: Room): Notice[] {
  const dangers = incident.mitigation.chosen
    .filter(({ canConfirm }) => canConfirm)
    .map(({ id, action, by }): Notice => {
      const named = { who: by.name, action: spacedWord(action) }
      const veto = () =>
        ask({
          title: say('vetoTitle', named),
          submit: say('veto'),
          fields: [textField('reason', say('vetoWhy'), true)],
          send: (values) => act('confirm', { mitigation: id, decline: true, ...values }),
        })
      return {
        id,
        words: say('wantsConfirm', named),
        acts: [
          { word: say('confirm'), run: () => run('confirm', { mitigation: id }) },
          { word: say('veto'), run: veto },
        ],
      }
    })
  const posts = incident.awaiting.map(({ id, text, by, of, canAnswer }): Notice => {
    if (!canAnswer) return { id, words: say('waitsPublishOther', { of, text }), isQuiet: true }
    const decline = () =>
      ask({
        title: say('declineTitle'),
        submit: say('decline'),
        fields: [textField('reason', say('declineWhy'), true)],
        send: (values) => act('decline', { id, ...values }),
      })
    return {
      id,
      words: say('waitsPublish', { who: by.name, text }),
      acts: [
        { word: say('approve'), run: () => run('approve', { id }) },
        { word: say('decline'), run: decline },
      ],
    }
  })
  return [...dangers, ...posts]
}

function proposals(room: Room): Notice[] {
  const { incident, run } = room
  const { proposal, offersPage } = incident
  const raise = () =>
    proposal && void import('./room-asks.tsx').then(({ askSeverity }) => room.ask(askSeverity(proposal.severity, proposal.reason)(room)))
  return [
    ...(offersPage ? [{ id: 'page', words: say('offersPage'), acts: [{ word: say('summon'), run: () => run('summon') }] }] : []),
    ...(proposal
      ? [
          {
            id: 'proposal',
            words: say('proposal', proposal),
            acts: [{ word: say('changeTo', { severity: proposal.severity }), run: raise }],
          },
        ]
      : []),
  ]
}

const chatTrouble = (chat: string, { since, said }: { since: string; said: string }): string =>
  say('chatTrouble', { chat, time: timeOfDay(Date.parse(since)), said })

function facts({ incident, run }: Room): Notice[] {
  const { warnings, policy, watchedUntil, chat } = incident
  return [
    ...(chat?.trouble ? [{ id: 'chat', words: chatTrouble(chat.title, chat.trouble) }] : []),
    ...warnings.map((words): Notice => ({ id: words, words })),
    ...(policy.canMove
      ? [
          {
            id: 'policy',
            words: say('policyMoved', policy),
            isQuiet: true,
            acts: [{ word: say('movePolicy'), run: () => run('policy', { version: policy.live }) }],
          },
        ]
      : []),
    ...(watchedUntil ? [{ id: 'watch', words: say('watched', { time: timeOfDay(Date.parse(watchedUntil)) }), isQuiet: true }] : []),
  ]
}
