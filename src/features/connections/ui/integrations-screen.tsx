import { Button } from '@mantine/core'
import { Suspense, useState } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { RelativeTime } from '../../../web/kit/relative-time.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { Page } from '../../../web/shell/page.tsx'
import type { ConnectionAnswer, MadeAnswer } from '../contract.ts'
import './connections.css'
import { LineActions, type LineProps, type ShownKey } from './line-actions.tsx'
import { say as named } from './manifest-strings.ts'
import { useConnections } from './queries.ts'
import { say } from './strings.ts'

const ConnectionDialog = lazily(() => import('./connection-dialog.tsx'), 'ConnectionDialog')
const KeyDialog = lazily(() => import('./key-dialog.tsx'), 'KeyDialog')

export function Screen() {
  const { data, error, refetch } = useConnections()
  const [edited, setEdited] = useState<ConnectionAnswer | 'new'>()
  const [shown, setShown] = useState<ShownKey>()
  const onMade = ({ connection, key }: MadeAnswer) => key && setShown({ name: connection.name, made: key })
  const tabs = [
    { label: say('people'), to: '/settings/people' },
    { label: named('integrations'), to: '/settings/integrations' },
    { label: say('tokens'), to: '/settings/tokens' },
    { label: say('me'), to: '/settings/me' },
  ]
  const connect = data?.can.add ? (
    <Button variant="filled" onClick={() => setEdited('new')}>
      {say('connect')}
    </Button>
  ) : (
    <span />
  )
  return (
    <Page title={say('settings')} tabs={tabs} action={connect}>
      <Panel title={named('integrations')}>
        {error && !data && <ErrorState what={say('failed')} kept={error.message} onAgain={() => void refetch()} />}
        {!data && !error && <RowsSkeleton />}
        {data?.items.length === 0 && <EmptyState title={say('empty')} what={say('emptyWhat')} cli={say('cli')} />}
        {data && data.items.length > 0 && (
          <Rows columns="minmax(0, 1fr) 180px auto" narrowColumns="minmax(0, 1fr)" isTall label={named('integrations')}>
            {data.items.map((connection) => (
              <ConnectionLine key={connection.id} connection={connection} onEdit={() => setEdited(connection)} onKey={setShown} />
            ))}
          </Rows>
        )}
      </Panel>
      <Suspense fallback={null}>
        {edited && data && <ConnectionDialog connection={edited} list={data} onClose={() => setEdited(undefined)} onMade={onMade} />}
        {shown && <KeyDialog {...shown} onClose={() => setShown(undefined)} />}
      </Suspense>
    </Page>
  )
}

function ConnectionLine({ connection, onEdit, onKey }: LineProps) {
  const { name, title, service } = connection
  return (
    <Row>
      <span className="one-line">
        <span className="medium f14">{name}</span>
        <span className="row-second one-line">{[title, service].filter(Boolean).join(' · ')}</span>
      </span>
      <LastHeard connection={connection} />
      <LineActions connection={connection} onEdit={onEdit} onKey={onKey} />
    </Row>
  )
}

function LastHeard({ connection: { lastReceivedAt, lastSentAt } }: { connection: ConnectionAnswer }) {
  const [word, at] = lastReceivedAt ? [say('heard'), lastReceivedAt] : [say('used'), lastSentAt]
  if (!at) return <span className="t3">{say('never')}</span>
  return (
    <span className="t2">
      {word} <RelativeTime at={at} />
    </span>
  )
}
