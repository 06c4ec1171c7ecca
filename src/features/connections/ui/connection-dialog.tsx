import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
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
  const unheard = known ? known.unheard : declared?.unheard
  const onAdded = (made: MadeAnswer) => {
    onClose()
    onMade(made)
  }
  const onSubmit = (fields: object) => {
    const body = { name: name || declared?.title || type, service: service || null, fields: withoutEmpty(fields) }
    if (known) change.mutate({ path: `/${known.id}`, body }, { onSuccess: onClose })
    else add.mutate({ path: '', body: { type, ...body } }, { onSuccess: onAdded })
  }
  return (
    <Modal opened onClose={onClose} title={known ? known.name : say('connect')} size="lg" closeButtonProps={{ 'aria-label': say('close') }}>
      <div className="stack">
        {!known && <TypeChoice types={list.types} type={type} onChoose={setType} />}
        <TextInput
          label={say('name')}
          description={say('nameHelp')}
          placeholder={declared?.title}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {known?.hearUrl && <TextInput readOnly label={say('hearUrl')} description={say('hearUrlHelp')} value={known.hearUrl} />}
        {unheard && <p className="soon">{unheard}</p>}
        {declared?.receives && <ServiceChoice services={list.services} service={service} onChoose={setService} />}
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
        {error && <Trouble message={error.message} />}
      </div>
    </Modal>
  )
}

const Trouble = ({ message }: { message: string }) => (
  <p role="alert" className="missed">
    {message}
  </p>
)

const withoutEmpty = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))

type TypeChoiceProps = { types: ConnectionsAnswer['types']; type: string; onChoose: (type: string) => void }

function TypeChoice({ types, type, onChoose }: TypeChoiceProps) {
  return (
    <Choice
      label={say('what')}
      description={types.find(({ id }) => id === type)?.summary ?? say('whatHelp')}
      data={types.map(({ id, title }) => ({ value: id, label: title }))}
      value={type}
      onChange={(next) => onChoose(next ?? type)}
    />
  )
}

type ServiceChoiceProps = { services: ConnectionsAnswer['services']; service: string; onChoose: (service: string) => void }

function ServiceChoice({ services, service, onChoose }: ServiceChoiceProps) {
  return (
    <Choice
      label={say('service')}
      description={say('serviceHelp')}
      data={services.map(({ id, name }) => ({ value: id, label: name }))}
      placeholder={say('noService')}
      value={service || null}
      onChange={(next) => onChoose(next ?? '')}
    />
  )
}
