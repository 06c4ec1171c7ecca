import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import type { FeatureUi, ScreenRoute } from './manifest.ts'
import { NotFound, RouteFailed } from './shell/screens.tsx'
import { Shell } from './shell/shell.tsx'

const gallery: ScreenRoute = { path: '/gallery', frame: 'bare', load: () => import('./gallery/gallery-screen.tsx') }

/** All screens of all features; those of the frame `shell` stand inside rail and top bar. */
export function makeRouter(features: readonly FeatureUi[]) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell, notFoundComponent: NotFound })
  const screens = [...features.flatMap((feature) => feature.routes ?? []), gallery]
  const routesUnder = (parent: typeof root | typeof shell, frame: 'shell' | 'bare') =>
    screens
      .filter((screen) => (screen.frame ?? 'shell') === frame)
      .map(({ path, load, search }) =>
        createRoute({
          getParentRoute: () => parent as typeof root,
          path,
          component: lazyRouteComponent(load, 'Screen'),
          validateSearch: (raw: Record<string, unknown>) => search?.(raw) ?? raw,
        }),
      )
  const anythingElse = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound })
  return createRouter({
    routeTree: root.addChildren([shell.addChildren([...routesUnder(shell, 'shell'), anythingElse]), ...routesUnder(root, 'bare')]),
    defaultPreload: 'intent',
    defaultErrorComponent: RouteFailed,
    scrollRestoration: true,
  })
}
