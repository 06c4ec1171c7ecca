import { oncePer } from '../../core/once-per.ts'
import type { App, Feature } from '../feature.ts'
import { consoleRoutes } from './console-routes.ts'
import { PageShelf } from './page-shelf.ts'
import { publicRoutes } from './public-routes.ts'

/** One shelf for each process, shared by the public page and the console. */
const shelfOf = oncePer((app: App) => new PageShelf(app))

const statuspage: Feature = {
  id: 'statuspage',
  pages: (server, app) => publicRoutes(server, app, shelfOf(app)),
  routes: (server, app) => consoleRoutes(server, app, shelfOf(app)),
  start: async (app) => {
    const shelf = shelfOf(app)
    const stop = app.engine.onChange((changed) => {
      if (changed.some(({ kind }) => kind === 'incident' || kind === 'policy' || kind === '*')) shelf.outdate()
    })
    return async () => stop()
  },
}

export default statuspage
