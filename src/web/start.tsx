import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './theme/tokens.css'
import './theme/base.css'
import './theme/mantine.css'
import './shell/shell.css'
import './kit/kit.css'
import './kit/time.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { FeatureUi } from './manifest.ts'
import { makeRouter } from './router.tsx'
import { whenSignedOut } from './server/api.ts'
import { makeQueryClient } from './server/query.ts'
import { FeaturesProvider } from './shell/features.tsx'
import { listenToKeys } from './shell/shortcuts.ts'
import { recallZone } from './shell/zone-choice.ts'
import { setLocale } from './strings.ts'
import { cssVariables, theme } from './theme/theme.ts'

const SIGN_IN = '/sign-in'
const LOCALE_KEY = 'tocsin.locale'

/** The server draws a nonce for each page; Mantine's one style element carries it. */
const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** The part of Mantine that stops the page from scrolling behind a dialog looks for its nonce in this global. */
function lendNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
}

/** Draws the console with these features into the page. */
export function startConsole(features: readonly FeatureUi[]): void {
  const host = document.getElementById('root')
  if (!host) throw new Error('the page has no element "#root"; take index.html as it is built')
  setLocale(localStorage.getItem(LOCALE_KEY) ?? 'en')
  lendNonce()
  recallZone()
  listenToKeys()
  const client = makeQueryClient()
  const router = makeRouter(features)
  whenSignedOut(() => {
    const { pathname, href } = router.state.location
    if (pathname !== SIGN_IN) void router.navigate({ to: SIGN_IN, search: { next: href } })
  })
  createRoot(host).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={styleNonce}>
        <QueryClientProvider client={client}>
          <FeaturesProvider features={features}>
            <RouterProvider router={router} />
          </FeaturesProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
