import { Checkbox } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { MenuButton } from '../../../web/kit/menu-button.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import type { TaskView } from '../contract/record.ts'
import { textField } from './ask.ts'
import { type Room, useRoom } from './room.ts'
import { say } from './side-strings.ts'
import { spacedWord } from './words.ts'

/** The policy's checklists and what was written down here: ticked where they stand, left out with a reason. */
export function TasksPanel() {
  const room = useRoom()
  const { tasks, can, gates } = room.incident
  const add = () => room.ask(addForm(room))
  useShortcuts(can.act ? [{ keys: 't', label: () => say('keyTask'), run: add }] : [])
  const shown = tasks.filter(({ status }) => status !== 'dropped')
  const done = shown.filter(({ status }) => status !== 'open').length
  const lists = [...Map.groupBy(shown, listOf)]
  const actions = can.act && (
    <button type="button" className="quiet-link line" onClick={add}>
      {say('addTask')} <KeyHint keys="t" />
    </button>
  )
  return (
    <Panel title={say('tasks')} note={shown.length > 0 && say('tasksDone', { done, of: shown.length })} actions={actions}>
      {lists.map(([list, items]) => (
        <section key={list} aria-label={list} className="room-tasks">
          <h3>
            {list}
            {items[0]?.gate && <span className="t3"> · {gateWord(items[0].gate)}</span>}
          </h3>
          <ul>
            {items.map((task) => (
              <TaskLine key={task.id} task={task} />
            ))}
          </ul>
        </section>
      ))}
      <Missing gate="resolve" count={room.incident.resolvedAt ? 0 : gates.resolve.length} />
      <Missing gate="close" count={room.incident.can.close ? gates.close.length : 0} />
    </Panel>
  )
}

const listOf = ({ list, phase }: TaskView): string => spacedWord(list ?? phase ?? '') || say('ownTasks')
const gateWord = (gate: 'resolve' | 'close'): string => say(gate === 'resolve' ? 'gateResolve' : 'gateClose')

function Missing({ gate, count }: { gate: 'resolve' | 'close'; count: number }) {
  if (count === 0) return null
  return <p className="room-gate soon f12">{say('missing', { count, gate: gateWord(gate) })}</p>
}

function TaskLine({ task }: { task: TaskView }) {
  const room = useRoom()
  const { id, text, status, owner, isOverdue, why } = task
  const isDone = status === 'done'
  const tick = () => room.run(isDone || status === 'waived' ? 'undo' : 'done', { task: id })
  return (
    <li className="room-task">
      <Checkbox
        checked={status !== 'open'}
        disabled={!room.incident.can.act}
        onChange={tick}
        label={<span className={status === 'open' ? '' : 'room-task-done'}>{text}</span>}
        description={status === 'waived' ? say('leftOut', { why: why ?? '' }) : undefined}
      />
      <span className="room-task-owner f12">
        {isOverdue && <b className="missed">{say('overdue')}</b>} <span className="t3">{owner?.name}</span>
      </span>
      {room.incident.can.act && status === 'open' && <TaskMenu task={task} room={room} />}
    </li>
  )
}

function TaskMenu({ task: { id, text }, room }: { task: TaskView; room: Room }) {
  const { ask, act, run, incident } = room
  const leaveOut = () =>
    ask({
      title: say('leaveOutTitle'),
      submit: say('leaveOut'),
      note: <p>{text}</p>,
      fields: [textField('why', say('why'), true)],
      send: (values) => act('skip', { task: id, ...values }),
    })
  return (
    <MenuButton
      listClassName="room-people"
      trigger={(shared) => (
        <button {...shared} type="button" className="room-dots" aria-label={say('taskMenu', { task: text })}>
          <IconDots size={14} aria-hidden />
        </button>
      )}
      entries={[
        { label: say('leaveOut'), run: leaveOut },
        { heading: say('giveTo') },
        ...incident.choices.people.map(({ id: user, name }) => ({
          label: name,
          run: () => run('task-owner', { task: id, owner: `user:${user}` }),
        })),
        { label: say('nobody'), run: () => run('task-owner', { task: id, owner: null }) },
      ]}
    />
  )
}

const addForm = ({ incident, act }: Room) => ({
  title: say('taskTitle'),
  submit: say('addTask'),
  fields: [
    { name: 'text', label: say('taskWhat'), kind: 'line' as const, isNeeded: true },
    {
      name: 'owner',
      label: say('taskOwner'),
      kind: 'choice' as const,
      options: incident.choices.people.map(({ id, name }) => ({ value: `user:${id}`, label: name })),
    },
  ],
  send: (values: Readonly<Record<string, string>>) => act('task', values),
})
