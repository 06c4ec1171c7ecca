import { Button } from '@mantine/core'
import { IconBellRinging } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Chip } from '../../../web/kit/status-word.tsx'
import { api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import { say } from './strings.ts'

type Push = { publicKey: string; devices: { endpoint: string; label: string | null }[] }

const WORKER = '/push-worker.js'
const PATH = '/api/v1/me/push'
const KEY = ['policy', { push: true }] as const
const isSupported = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && window.isSecureContext

/** Push messages to this very browser: asks it, and adds it to the person's contacts. */
export function PushSwitch({ hasDevices = false }: { hasDevices?: boolean }) {
  const client = useQueryClient()
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api<Push>(PATH, { signal }), enabled: isSupported() })
  const [said, setSaid] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  if (!isSupported()) return <p className="t3">{say('pushUnsupported')}</p>
  const onClick = async () => {
    setBusy(true)
    setSaid(data ? await subscribe(data.publicKey) : undefined)
    setBusy(false)
    await client.invalidateQueries({ queryKey: ['policy'] })
  }
  const devices = data?.devices ?? []
  const button = (
    <div className="line line-wrap">
      <Button leftSection={<IconBellRinging size={16} aria-hidden />} loading={isBusy} disabled={!data} onClick={() => void onClick()}>
        {say('push')}
      </Button>
      {devices.length > 0 && <Chip tone="on">{say('devices', { count: devices.length })}</Chip>}
      {said && <span role="status">{said}</span>}
    </div>
  )
  if (!hasDevices) return button
  return (
    <>
      {button}
      <Devices devices={devices} />
    </>
  )
}

/** Every browser that gets one's pages: one that is lost or sold is taken out. */
function Devices({ devices }: { devices: Push['devices'] }) {
  const client = useQueryClient()
  const remove = async (endpoint: string) => {
    await api(PATH, { method: 'DELETE', body: { endpoint } }).catch((error: Error) => sayFailed({ said: error.message }))
    await client.invalidateQueries({ queryKey: ['policy'] })
  }
  if (devices.length === 0) return null
  return (
    <ul className="devices" aria-label={say('devicesList')}>
      {devices.map(({ endpoint, label }) => (
        <li key={endpoint} className="line">
          <span className="one-line">{label ?? say('deviceUnnamed')}</span>
          <Button
            size="xs"
            variant="subtle"
            className="push"
            aria-label={say('deviceRemove', { name: label ?? say('deviceUnnamed') })}
            onClick={() => void remove(endpoint)}
          >
            {say('remove')}
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** Subscribes this browser and says in words what became of it. */
async function subscribe(publicKey: string): Promise<string> {
  if ((await Notification.requestPermission()) !== 'granted') return say('pushDenied')
  try {
    await navigator.serviceWorker.register(WORKER)
    const { pushManager } = await navigator.serviceWorker.ready
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    await api(PATH, { method: 'POST', body: { ...subscription.toJSON(), expirationTime: undefined, label: labelOf(navigator.userAgent) } })
    return say('pushOn')
  } catch (error) {
    return say('pushFailed', { why: error instanceof Error ? error.message : String(error) })
  }
}

/** `Firefox on Linux`: enough to tell one's devices apart. */
function labelOf(agent: string): string {
  const browser = /(Edg|Firefox|Chrome|Safari)\//.exec(agent)?.[1]?.replace('Edg', 'Edge') ?? 'Browser'
  const system = /(Android|iPhone|iPad|Windows|Mac OS|Linux)/.exec(agent)?.[1] ?? ''
  return system ? `${browser} · ${system}` : browser
}
