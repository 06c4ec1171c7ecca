import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { closeDeclare, useIsDeclareOpen } from './declare-store.ts'
import { declareIncident, useDeclareChoices } from './queries.ts'
import { say } from './strings.ts'

/** Two fields and a button; everything else can wait until people are on their way. */
export function Slot() {
  const isOpen = useIsDeclareOpen()
  return (
    <Modal opened={isOpen} onClose={closeDeclare} title={say('declareTitle')} centered closeButtonProps={{ 'aria-label': say('cancel') }}>
      {isOpen && <DeclareForm />}
    </Modal>
  )
}

type Draft = { title: string; severity: string | null; service: string | null; source: string | null; isPaging: boolean }

function DeclareForm() {
  const choices = useDeclareChoices(true).data
  const [draft, setDraft] = useState<Draft>({ title: '', severity: null, service: null, source: null, isPaging: true })
  const { send, problem, isSending } = useSending()
  const change = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields })
  const severity = draft.severity ?? choices?.severities[0]?.id ?? null
  const definition = choices?.severities.find((each) => each.id === severity)
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
        data-autofocus
        required
        maxLength={300}
        value={draft.title}
        error={problem}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Select
        label={say('severityField')}
        description={definition?.definition ?? undefined}
        allowDeselect={false}
        value={severity}
        onChange={(value) => change({ severity: value })}
        data={(choices?.severities ?? []).map(({ id, name }) => ({ value: id, label: name === id ? id : `${id} ${name}` }))}
      />
      <Select
        label={say('serviceField')}
        placeholder={say('noService')}
        clearable
        searchable
        value={draft.service}
        onChange={(value) => change({ service: value })}
        data={(choices?.services ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <MoreFields draft={draft} sources={choices?.sources ?? []} onChange={change} />
      <FormFoot isSending={isSending} isReady={draft.title.trim() !== ''} />
    </form>
  )
}

type MoreProps = { draft: Draft; sources: string[]; onChange: (fields: Partial<Draft>) => void }

function MoreFields({ draft, sources, onChange }: MoreProps) {
  return (
    <>
      {sources.length > 0 && (
        <Select
          label={say('detectedField')}
          clearable
          value={draft.source}
          onChange={(value) => onChange({ source: value })}
          data={sources}
        />
      )}
      <Checkbox
        label={say('pageField')}
        checked={draft.isPaging}
        onChange={(event) => onChange({ isPaging: event.currentTarget.checked })}
      />
    </>
  )
}

function useSending() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [problem, setProblem] = useState<string>()
  const [isSending, setSending] = useState(false)
  const send = async ({ title, severity, service, source, isPaging }: Draft) => {
    setSending(true)
    try {
      const body = {
        title,
        page: isPaging,
        ...(severity ? { severity } : {}),
        ...(service ? { service } : {}),
        ...(source ? { detectedBy: source } : {}),
      }
      const { reference } = await declareIncident(body)
      closeDeclare()
      void client.invalidateQueries({ queryKey: ['incident'] })
      await navigate({ to: `/incidents/${reference}` })
    } catch (error) {
      setProblem((error as Error).message)
    } finally {
      setSending(false)
    }
  }
  return { send, problem, isSending }
}

function FormFoot({ isSending, isReady }: { isSending: boolean; isReady: boolean }) {
  return (
    <div className="line">
      <Button className="push" onClick={closeDeclare}>
        {say('cancel')}
      </Button>
      <Button type="submit" variant="filled" loading={isSending} disabled={!isReady}>
        {say('declareNow')}
      </Button>
    </div>
  )
}
