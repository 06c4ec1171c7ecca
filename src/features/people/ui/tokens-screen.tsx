import { Button } from '@mantine/core'
import { Suspense, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { sayFailed } from '../../../web/shell/undo.tsx'
import './people.css'
import { type Token, usePost, useTokens } from './queries.ts'
import { SettingsPage } from './settings-page.tsx'
import { say } from './strings.ts'

const TokenDialog = lazily(() => import('./token-dialog.tsx'), 'TokenDialog')
const ShownOnce = lazily(() => import('./shown-once.tsx'), 'ShownOnce')

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
        {error && !data && <ErrorState what={say('failed')} kept={error.message} onAgain={() => void refetch()} />}
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
      <Suspense fallback={null}>
        {isMaking && <TokenDialog onClose={() => setMaking(false)} onMade={setSecret} />}
        {secret && <ShownOnce title={say('newToken')} lead={say('tokenOnce')} secret={secret} onClose={() => setSecret(undefined)} />}
      </Suspense>
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
