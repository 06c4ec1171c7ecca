import { Modal, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { SettingsForm } from '../../../web/kit/settings-form.tsx'
import { ApiProblem } from '../../../web/server/api.ts'
import type { ConnectionAnswer, ConnectionsAnswer, MadeAnswer } from '../contract.ts'
import { useAsk } from './queries.ts'
import { say } from './strings.ts'

export type ConnectionDialogProps = {
  connection: ConnectionAnswer | 'new'
  list: ConnectionsAnswer
  onClose: () => void
  onMade: (made: MadeAnswer) => void
}

/** Connects something or changes how it is; the form is the integration's own declaration. */
export function ConnectionDialog({ connection, list, onClose, onMade }: ConnectionDialogProps) {
  const known = connection === 'new' ? null : connection
  const [type, setType] = useState(known?.type ?? list.types[0]?.id ?? '')
  const [name, setName] = useState(known?.name ?? '')
  const [service, setService] = useState(known?.service ?? '')
  const add = useAsk<MadeAnswer>()
  const change = useAsk<ConnectionAnswer>()
  const error = known ? change.error : add.error
  const declared = list.types.find((each) => each.id === type)
  const onSubmit = (fields: object) => {
    const body = { name: name || declared?.title || type, service: service || null, fields: withoutEmpty(fields) }
    if (known) change.mutate({ path: `/${known.id}`, body }, { onSuccess: onClose })
    else add.mutate({ path: '', body: { type, ...body } }, { onSuccess: (made) => (onClose(), onMade(made)) })
  }
  return (
    <Modal opened onClose={onClose} title={known ? known.name : say('connect')} size="lg" closeButtonProps={{ 'aria-label': say('close') }}>
      <div className="stack">
        {!known && <Select label={say('what')} description={declared?.summary ?? say('whatHelp')} allowDeselect={false} data={list.types.map(({ id, title }) => ({ value: id, label: title }))} value={type} onChange={(next) => setType(next ?? type)} />}
        <TextInput label={say('name')} description={say('nameHelp')} placeholder={declared?.title} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        {declared?.receives && <Select label={say('service')} description={say('serviceHelp')} clearable searchable data={list.services.map(({ id, name: label }) => ({ value: id, label }))} placeholder={say('noService')} value={service || null} onChange={(next) => setService(next ?? '')} />}
        <SettingsForm
          key={type}
          fields={declared?.fields ?? []}
          values={known?.fields}
          storedSecrets={known?.storedSecrets}
          errors={error instanceof ApiProblem ? error.problem.fields : undefined}
          submit={known ? say('save') : say('connect')}
          isBusy={add.isPending || change.isPending}
          onSubmit={onSubmit}
        />
        {error && (
          <p role="alert" className="missed">
            {error.message}
          </p>
        )}
      </div>
    </Modal>
  )
}

const withoutEmpty = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))
