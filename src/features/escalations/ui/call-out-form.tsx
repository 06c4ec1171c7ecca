import { Button, Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import type { LaddersAnswer } from '../contract/ladders.ts'
import type { CallOutBody } from '../contract.ts'
import { Trouble } from './frame.tsx'
import { laddersQuery, useCallOut, wordsOf } from './queries.ts'
import { say } from './strings.ts'

const CALLED = new Set(['team', 'user', 'schedule', 'role'])

type Draft = { targets: string[]; title: string; reason: string; severity: string | null }

/** Everybody behind the targets is paged at once: whom, what, how bad. */
export function CallOutForm({ onClose }: { onClose: () => void }) {
  const { data } = useQuery(laddersQuery)
  const [draft, setDraft] = useState<Draft>({ targets: [], title: '', reason: '', severity: null })
  const { mutate, isPending, error } = useCallOut()
  const change = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields })
  const severity = draft.severity ?? data?.severities[0]?.id ?? null
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    mutate(bodyOf({ ...draft, severity }), { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title={say('callOutTitle')} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form className="stack" onSubmit={onSubmit}>
        <p className="t2">{say('callOutWhat')}</p>
        <Choices
          label={say('callOutWhom')}
          required
          data-autofocus
          value={draft.targets}
          onChange={(chosen) => change({ targets: chosen })}
          data={choicesOf(data)}
        />
        <TextInput
          label={say('callOutWhatIsIt')}
          required
          value={draft.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        <Choice
          label={say('severity')}
          value={severity}
          onChange={(value) => change({ severity: value })}
          data={(data?.severities ?? []).map(({ id, name }) => ({ value: id, label: name === id ? id : `${id} ${name}` }))}
        />
        <TextInput label={say('callOutReason')} value={draft.reason} onChange={(event) => change({ reason: event.currentTarget.value })} />
        {error && <Trouble>{wordsOf(error)}</Trouble>}
        <div className="form-actions">
          <Button variant="subtle" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={isPending} disabled={draft.targets.length === 0 || !draft.title.trim()}>
            {say('callOutSend')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

const bodyOf = ({ targets, title, reason, severity }: Draft): CallOutBody => ({
  targets,
  title: title.trim(),
  ...(reason.trim() ? { reason: reason.trim() } : {}),
  ...(severity ? { severity } : {}),
})

/** Teams first: they are what is called out. */
function choicesOf(known: LaddersAnswer | undefined): { value: string; label: string }[] {
  const targets = (known?.targets ?? []).filter(({ kind }) => CALLED.has(kind))
  return targets
    .sort((a, b) => Number(b.kind === 'team') - Number(a.kind === 'team'))
    .map(({ ref, kind, name }) => ({ value: ref, label: kind === 'user' ? name : `${name} (${kind})` }))
}
