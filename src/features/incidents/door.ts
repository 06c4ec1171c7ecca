import type { App, IncidentDoor } from '../feature.ts'
import { declareBody } from './contract/requests.ts'
import type { StoredIncident } from './reads/incidents.ts'
import { incidentFor } from './reads/one-incident.ts'
import { declareIncident } from './verbs/declare.ts'
import { runCommand } from './verbs/run-command.ts'
import { readBody, runVerb } from './verbs/run-verb.ts'

const named = ({ id, state }: StoredIncident) => ({ id, reference: state.reference })

/** The same verbs and the same grammar as the API's, for chats and mails. */
export const doorToIncidents = (app: App): IncidentDoor => ({
  command: async (asked) => {
    const { text, incident } = await runCommand(app, asked)
    return { text, incident: incident && named(incident) }
  },
  act: async (asked) => named(await runVerb(app, asked)),
  declare: async ({ body, ...asked }) =>
    named(await incidentFor(app, await declareIncident(app, { ...asked, body: readBody(declareBody, body) }), asked.who)),
})
