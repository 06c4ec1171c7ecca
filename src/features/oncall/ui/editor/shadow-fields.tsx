import { ActionIcon, Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { Choice } from '../../../../web/kit/choice.tsx'
import { MomentField } from '../../../../web/kit/moment-field.tsx'
import { instantIn } from '../../../../web/local-time.ts'
import { type Editing, nameIn } from './editing.ts'
import { say } from './strings.ts'

/** Who learns beside a layer: gets copies of its pages, and is never the one who must answer. */
export function ShadowFields({ editing }: { editing: Editing }) {
  const { draft, change, base } = editing
  const layerName = (id: string): string => draft.layers.find((each) => each.id === id)?.name ?? id
  if (draft.layers.length === 0) return null
  return (
    <details>
      <summary className="t2">{say('shadows', { count: draft.shadows.length })}</summary>
      <div className="stack editor-more">
        <p className="f12 t3">{say('shadowsWhat')}</p>
        <ul className="members">
          {draft.shadows.map((shadow, i) => {
            const who = nameIn(base, shadow.user)
            return (
              <li key={`${shadow.user} ${shadow.follows} ${shadow.from ?? ''}`}>
                <div className="member">
                  <span className="medium">{who}</span>
                  <span className="t3 f12">{say('besides', { layer: layerName(shadow.follows) })}</span>
                  <ActionIcon
                    className="push"
                    variant="subtle"
                    aria-label={say('removeShadow', { who })}
                    onClick={() => change((each) => ({ ...each, shadows: each.shadows.filter((_, at) => at !== i) }))}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </div>
              </li>
            )
          })}
        </ul>
        <AddShadow editing={editing} />
      </div>
    </details>
  )
}

function AddShadow({ editing }: { editing: Editing }) {
  const { draft, change, base, selected, zone } = editing
  const [user, setUser] = useState<string | null>(null)
  const [follows, setFollows] = useState<string | null>(selected)
  const [to, setTo] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (!user || !follows) return
    const until = to ? instantIn(zone, to) : null
    change((each) => ({ ...each, shadows: [...each.shadows, { user, follows, ...(until ? { to: until } : {}) }] }))
    setUser(null)
  }
  return (
    <form className="stack" onSubmit={add}>
      <Choice
        label={say('shadowWho')}
        value={user}
        onChange={setUser}
        data={(base.bundle.users ?? []).map(({ id, name }) => ({ value: id, label: name ?? id }))}
      />
      <Choice
        label={say('shadowOf')}
        value={follows}
        onChange={setFollows}
        data={draft.layers.map(({ id, name }) => ({ value: id, label: name ?? id }))}
      />
      <MomentField label={say('shadowUntil')} value={to} onChange={setTo} />
      <Button type="submit" disabled={!user || !follows}>
        {say('addShadow')}
      </Button>
    </form>
  )
}
