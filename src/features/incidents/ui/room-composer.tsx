import { NativeSelect } from '@mantine/core'
import { IconHash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { type Completion, Composer } from '../../../web/kit/composer.tsx'
import { Chip } from '../../../web/kit/status-word.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { IncidentVerb } from '../contract/requests.ts'
import { runTyped } from './queries.ts'
import { type Mode, useRoom } from './room.ts'
import { say } from './strings.ts'
import { spacedDuration } from './words.ts'

const PROMISES = ['15m', '30m', '1h', '2h', '4h']

/** One place for updates, notes, decisions, words to customers and commands. */
export function RoomComposer() {
  const { incident, mode, show, asked } = useRoom()
  const frame = useRef<HTMLDivElement>(null)
  const [promise, setPromise] = useState(incident.updateEvery ?? '')
  const send = useSend(promise)
  const complete = useCompletion(mode === 'command')
  useComposerKeys()
  useEffect(() => {
    if (asked > 0) frame.current?.querySelector('textarea')?.focus()
  }, [asked])
  return (
    <div ref={frame}>
      <Composer
        label={say('composer')}
        draftKey={incident.id}
        currentMode={mode}
        onMode={(next) => show(next as Mode)}
        modes={[
          {
            id: 'update',
            label: say('update'),
            submit: say('postUpdate'),
            placeholder: say('updateHint'),
            footer: <Foot promise={promise} onPromise={setPromise} isUpdate />,
          },
          { id: 'note', label: say('note'), submit: say('keepNote'), placeholder: say('noteHint') },
          { id: 'decide', label: say('decision'), submit: say('recordDecision'), placeholder: say('decisionHint') },
          ...(incident.can.publish
            ? [
                {
                  id: 'publish',
                  label: say('publish'),
                  submit: say('publishNow'),
                  placeholder: say('publishHint'),
                  footer: <Foot promise={promise} onPromise={setPromise} />,
                },
              ]
            : []),
          { id: 'command', label: say('command'), submit: say('run'), placeholder: hintFor(incident.severity), keys: '/', complete },
        ]}
        onSend={send}
      />
    </div>
  )
}

const hintFor = ({ id: level }: { id: string }): string => say('commandHint', { level })

/** Commands are typed seldom: what knows them comes with the first. */
function useCompletion(isWanted: boolean): (text: string) => readonly Completion[] {
  const { incident } = useRoom()
  const [parts, setParts] = useState<{ grammar: typeof import('../contract/grammar.ts'); how: typeof import('./command-completion.ts') }>()
  useEffect(() => {
    if (!isWanted || parts) return
    void Promise.all([import('../contract/grammar.ts'), import('./command-completion.ts')]).then(([grammar, how]) =>
      setParts({ grammar, how }),
    )
  }, [isWanted, parts])
  return (text) => (parts ? parts.how.completionsOf(text, parts.grammar.commandHelp, incident) : [])
}

function useComposerKeys(): void {
  const { write } = useRoom()
  useShortcuts([
    { keys: 'u', label: () => say('keyUpdate'), run: () => write('update') },
    { keys: 'n', label: () => say('keyNote'), run: () => write('note') },
    { keys: 'd', label: () => say('keyDecision'), run: () => write('decide') },
    { keys: '/', label: () => say('keyCommand'), run: () => write('command') },
  ])
}

function useSend(promise: string): (mode: string, text: string) => Promise<void> {
  const { act, incident } = useRoom()
  const command = async (text: string) => {
    // commands are typed seldom, and what reads and checks them is as much as the rest of the screen
    const [{ readCommand }, { isVerb }] = await Promise.all([import('../contract/grammar.ts'), import('../contract/requests.ts')])
    const room = [incident.reference, ...incident.aliases, incident.id]
    const read = readCommand(text, { users: incident.choices.people, roles: incident.roles, room })
    if (!read.ok) {
      sayFailed({ said: read.message })
      throw new Error(read.message)
    }
    if (isVerb(read.request.verb)) await act(read.request.verb, read.request.body)
    else sayFailed({ said: (await runTyped(text, incident.id)).text })
  }
  return async (mode, text) => {
    if (mode === 'command') return command(text)
    if (mode !== 'update' && mode !== 'publish') return void (await act(mode as IncidentVerb, { text }))
    // A promise among the words is one here, too, and goes before the one that is chosen below them.
    const { readPublish, withPromise } = await import('../contract/command-promises.ts')
    const read = (mode === 'publish' ? readPublish : withPromise(mode))({ rest: text, words: text.split(/\s+/), known: {} })
    if (typeof read !== 'string') return void (await act(mode, { ...(promise ? { nextIn: promise } : {}), ...read.body }))
    sayFailed({ said: read })
    throw new Error(read)
  }
}

function Foot({ promise, onPromise, isUpdate = false }: { promise: string; onPromise: (promise: string) => void; isUpdate?: boolean }) {
  const { room, updateEvery } = useRoom().incident
  const choices = [...new Set([...PROMISES, ...(updateEvery ? [updateEvery] : [])])]
  return (
    <>
      {isUpdate && room && (
        <Chip icon={IconHash} tone="on">
          {room}
        </Chip>
      )}
      <div className="room-promise">
        <span className="t3 f12 only-wide" aria-hidden>
          {say('nextIn')}
        </span>
        <NativeSelect
          size="xs"
          aria-label={say('nextIn')}
          value={promise}
          onChange={(event) => onPromise(event.currentTarget.value)}
          data={[{ value: '', label: say('noPromise') }, ...choices.map((each) => ({ value: each, label: spacedDuration(each) }))]}
        />
      </div>
    </>
  )
}
