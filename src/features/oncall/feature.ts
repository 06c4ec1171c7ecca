import { WRITE_COVER } from '../../core/cover/machine.ts'
import type { Feature } from '../feature.ts'
import { calendarPages } from './calendar/pages.ts'
import { watchCalendars } from './calendar/watch-calendars.ts'
import { writeCover } from './cover-writing.ts'
import { watchDuties } from './duty-watch.ts'
import { onCallRoutes } from './routes.ts'

const onCall: Feature = {
  id: 'oncall',
  routes: onCallRoutes,
  pages: calendarPages,
  jobs: { [WRITE_COVER]: async (content, app) => await writeCover(app, String(content.cover)) },
  start: async (app) => {
    if (app.settings.role === 'web') return async () => {}
    const stops = [watchDuties(app), watchCalendars(app)]
    return async () => void (await Promise.all(stops.map((stop) => stop())))
  },
}

export default onCall
