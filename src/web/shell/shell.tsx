import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { Announcer } from '../kit/announcer.tsx'
import { listenLive } from '../server/live.ts'
import { freshen } from '../server/query.ts'
import { useCommands } from './commands.ts'
import { ConnectionBar } from './connection-bar.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { lazily, useIsSettled } from './lazily.tsx'
import { openPalette } from './palette-store.ts'
import { BottomBar, Rail } from './rail.tsx'
import { useShortcuts } from './shortcuts.ts'
import { say } from './strings.ts'

const Overlays = lazily(() => import('./overlays.tsx'), 'Overlays')

/** What stands around every screen of a signed-in person. */
export function Shell() {
  useLive()
  useShellKeys()
  const { pathname } = useLocation()
  const isSettled = useIsSettled()
  return (
    <div className="shell">
      <a href="#content" className="skip">
        {say('skip')}
      </a>
      <Rail />
      <div className="stage">
        <ConnectionBar />
        <ErrorBoundary key={pathname}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </div>
      <BottomBar />
      <Suspense fallback={null}>{isSettled && <Overlays />}</Suspense>
      <Announcer />
    </div>
  )
}

function useLive(): void {
  const client = useQueryClient()
  useEffect(
    () => listenLive({ onChanges: (changes) => freshen(client, changes), onReconnected: () => void client.invalidateQueries() }),
    [client],
  )
}

/** Every command with a key gets it; the palette's own key works while typing, too. */
function useShellKeys(): void {
  const navigate = useNavigate()
  const go = (to: string) => void navigate({ to })
  const commands = useCommands().flatMap(({ keys, label, run }) => (keys ? [{ keys, label, run: () => run({ go }) }] : []))
  useShortcuts([{ keys: 'mod+k', label: () => say('openPalette'), run: openPalette }, ...commands])
}
