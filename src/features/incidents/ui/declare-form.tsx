import { Button, Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import type { DeclareChoices } from '../contract/incident.ts'
import './declare.css'
import { DeclareImpact } from './declare-impact.tsx'
import { DeclareLevels } from './declare-levels.tsx'
import { closeDeclare } from './declare-store.ts'
import { say } from './declare-strings.ts'
import { useDeclareChoices } from './queries.ts'
import { type DeclareDraft, useDeclaring } from './use-declaring.ts'

type Change = (fields: Partial<DeclareDraft>) => void

/** The form comes after its dialog, whose own look for a field is over by then. */
const focus = (field: HTMLInputElement | null): void => field?.focus()

/** A title is enough; everything else can wait until people are on their way. */
export function DeclareForm() {
  const choices = useDeclareChoices(true).data
  const [draft, setDraft] = useState<DeclareDraft>({ title: '', severity: null, service: null, source: null, isPaging: true, impact: {} })
  const { send, problem, isSending } = useDeclaring()
  const change: Change = (fields) => setDraft((before) => ({ ...before, ...fields }))
  const severity = draft.severity ?? choices?.severities[0]?.id ?? null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send({ ...draft, severity })
  }
  return (
    <form className="stack" onSubmit={submit}>
      {choices && choices.definition.length > 0 && <p className="t3 f12">{say('whatIs', { list: choices.definition.join('; ') })}</p>}
      <TextInput
        label={say('titleField')}
        description={say('titleHint')}
        ref={focus}
        required
        maxLength={300}
        value={draft.title}
        error={problem}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      {choices && <DeclareLevels levels={choices.severities} value={severity} onChange={(id) => change({ severity: id })} />}
      {choices && <WhereAndHow choices={choices} draft={draft} onChange={change} />}
      {choices && choices.impact.length > 0 && (
        <DeclareImpact fields={choices.impact} draft={draft} severity={severity} onChange={change} />
      )}
      <Paging isPaging={draft.isPaging} pages={choices?.severities.find(({ id }) => id === severity)?.pages ?? true} onChange={change} />
      <div className="line line-wrap">
        {draft.title.trim() === '' && <span className="t3 f12">{say('titleFirst')}</span>}
        <Button className="push" onClick={closeDeclare}>
          {say('cancel')}
        </Button>
        <Button type="submit" variant="filled" loading={isSending} disabled={draft.title.trim() === ''}>
          {say('declareNow')}
        </Button>
      </div>
    </form>
  )
}

function WhereAndHow({ choices, draft, onChange }: { choices: DeclareChoices; draft: DeclareDraft; onChange: Change }) {
  return (
    <div className="declare-two">
      <Choice
        label={say('serviceField')}
        placeholder={say('noService')}
        value={draft.service}
        onChange={(service) => onChange({ service })}
        data={choices.services.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {choices.sources.length > 0 && (
        <Choice
          label={say('detectedField')}
          placeholder={say('notSaid')}
          value={draft.source}
          onChange={(source) => onChange({ source })}
          data={choices.sources}
        />
      )}
    </div>
  )
}

function Paging({ isPaging, pages, onChange }: { isPaging: boolean; pages: boolean; onChange: Change }) {
  return (
    <Checkbox
      label={say('pageField')}
      description={say(pages ? 'pageHint' : 'pagesNobody')}
      checked={isPaging}
      onChange={(event) => onChange({ isPaging: event.currentTarget.checked })}
    />
  )
}
