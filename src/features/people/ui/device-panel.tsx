import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { Panel } from '../../../web/kit/panel.tsx'
import { currentInstallPrompt, watchInstallPrompt } from './install-prompt.ts'
import { PushSwitch } from './push-switch.tsx'
import { say } from './strings.ts'

/** Push to the browser in hand, the others that have it, and how the console becomes an app. */
export function DevicePanel() {
  return (
    <Panel title={say('device')} isPadded>
      <PushSwitch hasDevices />
      <InstallHint />
    </Panel>
  )
}

const isInstalled = (): boolean => window.matchMedia('(display-mode: standalone)').matches

function InstallHint() {
  const prompt = useSyncExternalStore(watchInstallPrompt, currentInstallPrompt)
  if (isInstalled()) return <p className="t3 f12">{say('installed')}</p>
  return (
    <div className="stack">
      <p className="t2">{say('installWhat')}</p>
      {prompt ? (
        <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void prompt.prompt()}>
          {say('install')}
        </Button>
      ) : (
        <p className="t3 f12">{say('installAndroid')}</p>
      )}
      <p className="t3 f12">{say('installPhone')}</p>
    </div>
  )
}
