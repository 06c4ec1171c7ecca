import type { App } from '../../feature.ts'

/** A way out of this installation. `why` says what keeps it shut and the remedy; null where it is open. */
export type Channel = { id: string; title: string; isSet: boolean; why: string | null }

/** Where synthetic pages go: it reaches nobody, so it is no way out. */
const NOWHERE = 'null'

/** Everything that could hand a message over, in the order of the integrations. */
export const channelsOf = ({ integrations, obstacleTo }: Pick<App, 'integrations' | 'obstacleTo'>): Channel[] =>
  [...integrations.values()]
    .filter(({ id, send }) => send && id !== NOWHERE)
    .map(({ id, title }) => {
      const why = obstacleTo(id)
      return { id, title, isSet: why === null, why }
    })
