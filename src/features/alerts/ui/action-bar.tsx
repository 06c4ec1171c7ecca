import { Button } from '@mantine/core'
import { IconArrowUp, IconClock, IconDots } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { KeyHint } from '../../../web/kit/key-hint.tsx'
import { MenuButton } from '../../../web/kit/menu-button.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import type { AlertDetail } from '../contract.ts'
import { useAct } from './queries.ts'
import { say } from './strings.ts'

const EscalateDialog = lazily(() => import('./escalate-dialog.tsx'), 'EscalateDialog')

/** A tap silences for as long as a look takes; longer ones are said on the command line or the API. */
const SNOOZE = '30m'

const bodyOf = (act: string): { for?: string } => (act === 'snooze' ? { for: SNOOZE } : {})

type Reasoned = 'escalate' | 'acknowledge' | 'resolve' | 'snooze'

/** Does what may be done, or asks for the reason first where the organisation wants one. */
function useActions({ id, can, reasons }: AlertDetail) {
  const [asking, setAsking] = useState<Reasoned | null>(null)
  const { mutate, isPending } = useAct()
  const run = (act: 'acknowledge' | 'resolve' | 'snooze' | 'declare') => {
    if (!can[act]) return
    if (act !== 'declare' && reasons.includes(act)) setAsking(act)
    else mutate({ id, act, body: bodyOf(act) })
  }
  useShortcuts([
    { keys: 'a', label: () => say('keyAcknowledge'), run: () => run('acknowledge') },
    { keys: 'r', label: () => say('keyResolve'), run: () => run('resolve') },
    { keys: 'e', label: () => say('keyEscalate'), run: () => can.escalate && setAsking('escalate') },
    { keys: 'z', label: () => say('keySnooze'), run: () => run('snooze') },
  ])
  return { run, asking, setAsking, isPending }
}

/** What may be done, as the server says; the one ink button is the thing to do next. */
export function ActionBar({ alert }: { alert: AlertDetail }) {
  const { can } = alert
  const isTaken = alert.status === 'acknowledged'
  const { run, asking, setAsking, isPending } = useActions(alert)
  return (
    <div className="alert-actions">
      <Others can={can} isTaken={isTaken} run={run} />
      {can.snooze && (
        <Button onClick={() => run('snooze')} leftSection={<IconClock size={16} aria-hidden />} rightSection={<KeyHint keys="z" />}>
          {say('snoozeFor', { span: SNOOZE })}
        </Button>
      )}
      {can.escalate && (
        <Button
          onClick={() => setAsking('escalate')}
          leftSection={<IconArrowUp size={16} aria-hidden />}
          rightSection={<KeyHint keys="e" />}
        >
          {say('escalate')}
        </Button>
      )}
      {can.resolve && isTaken && (
        <Button variant="filled" onClick={() => run('resolve')} rightSection={<KeyHint keys="r" />}>
          {say('resolve')}
        </Button>
      )}
      {can.acknowledge && (
        <Button variant="filled" loading={isPending} onClick={() => run('acknowledge')} rightSection={<KeyHint keys="a" />}>
          {say('acknowledge')}
        </Button>
      )}
      <Suspense fallback={null}>
        {asking && <EscalateDialog alert={alert} act={asking} body={bodyOf(asking)} onClose={() => setAsking(null)} />}
      </Suspense>
    </div>
  )
}

type OthersProps = { can: AlertDetail['can']; isTaken: boolean; run: (act: 'resolve' | 'declare') => void }

/** What is seldom the next thing to do. */
function Others({ can, isTaken, run }: OthersProps) {
  const entries = [
    can.resolve && !isTaken && { label: say('resolve'), run: () => run('resolve') },
    can.declare && { label: say('declare'), run: () => run('declare') },
  ].filter((entry) => entry !== false)
  if (entries.length === 0) return null
  return (
    <MenuButton
      trigger={(shared) => (
        <Button {...shared} className="alert-more" aria-label={say('moreActions')}>
          <IconDots size={16} aria-hidden />
        </Button>
      )}
      entries={entries}
    />
  )
}
