import { Button, Modal, MultiSelect, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { sayFailed } from '../../../web/shell/undo.tsx'
import './people.css'
import { type Token, usePost, useTokens } from './queries.ts'
import { SaidWrong } from './said-wrong.tsx'
import { SettingsPage } from './settings-page.tsx'
import { ShownOnce } from './shown-once.tsx'
import { say } from './strings.ts'

const SCOPES = [
  '*',
  'read',
  'alert',
  'incident',
  'page',
  'oncall',
  'service',
  'statuspage',
  'review',
  'metric',
  'policy',
  'people',
  'integration',
  'audit',
]
const ROLES = ['viewer', 'responder', 'admin']

export function Screen() {
  const { data, error, refetch } = useTokens()
  const [isMaking, setMaking] = useState(false)
  const [secret, setSecret] = useState<string>()
  const make = (
    <Button variant="filled" onClick={() => setMaking(true)}>
      {say('newToken')}
    </Button>
  )
  return (
    <SettingsPage action={error ? <span /> : make}>
      <Panel title={say('tokens')}>
        {error && !data && (
          <ErrorState what={say('failed')} kept={error.message} action={<Button onClick={() => void refetch()}>{say('again')}</Button>} />
        )}
        {!data && !error && <RowsSkeleton />}
        {data?.length === 0 && <EmptyState title={say('emptyTokens')} what={say('emptyTokensWhat')} cli={say('cliTokens')} />}
        {data && data.length > 0 && (
          <Rows columns="minmax(0, 1fr) 110px 160px 140px auto" narrowColumns="minmax(0, 1fr) auto" label={say('tokens')}>
            {data.map((token) => (
              <TokenLine key={token.id} token={token} />
            ))}
          </Rows>
        )}
      </Panel>
      {isMaking && <TokenDialog onClose={() => setMaking(false)} onMade={setSecret} />}
      {secret && <ShownOnce title={say('newToken')} lead={say('tokenOnce')} secret={secret} onClose={() => setSecret(undefined)} />}
    </SettingsPage>
  )
}

function TokenLine({ token }: { token: Token }) {
  const revoke = usePost<void>(`/api/v1/tokens/${token.id}`, 'DELETE')
  return (
    <Row>
      <span className="medium one-line">{token.name}</span>
      <span>{token.role}</span>
      <span className="mono t3 one-line">{token.scopes.join(', ')}</span>
      <span className="t3">
        {token.lastUsedAt ? (
          <>
            {say('lastUsed')} <RelativeTime at={token.lastUsedAt} />
          </>
        ) : (
          say('never')
        )}
      </span>
      <Button
        size="xs"
        aria-label={`${say('revoke')}: ${token.name}`}
        loading={revoke.isPending}
        onClick={() => revoke.mutate({}, { onError: (error) => sayFailed({ said: error.message }) })}
      >
        {say('revoke')}
      </Button>
    </Row>
  )
}

function TokenDialog({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const [name, setName] = useState('')
  const [role, setRole] = useState('viewer')
  const [scopes, setScopes] = useState(['read'])
  const { mutate, isPending, error } = usePost<{ secret: string }>('/api/v1/tokens')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const onSuccess = ({ secret }: { secret: string }) => {
      onClose()
      onMade(secret)
    }
    mutate({ name, role, scopes }, { onSuccess })
  }
  return (
    <Modal opened onClose={onClose} title={say('newToken')} closeButtonProps={{ 'aria-label': say('close') }}>
      <form className="settings-form" onSubmit={onSubmit}>
        <TextInput label={say('tokenName')} required value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Select label={say('role')} data={ROLES} allowDeselect={false} value={role} onChange={(next) => setRole(next ?? 'viewer')} />
        <MultiSelect label={say('scopes')} description={say('scopesHelp')} data={SCOPES} value={scopes} onChange={setScopes} />
        <SaidWrong error={error} />
        <div className="form-actions">
          <Button onClick={onClose}>{say('close')}</Button>
          <Button type="submit" variant="filled" loading={isPending} disabled={scopes.length === 0}>
            {say('newToken')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
