import { featureUis } from './features/ui.ts'
import { startConsole } from './web/start.tsx'

/** Composition root of the browser's half, as `app.ts` is of the server's. */
startConsole(featureUis)
