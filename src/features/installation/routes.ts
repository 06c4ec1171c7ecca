import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { examine, type Finding } from '../../platform/examine.ts'
import { readInstance } from '../../platform/instance-file.ts'
import { settingsOf } from '../../platform/shown-settings.ts'
import { unheardOf } from '../connections/reads/hear-url.ts'
import type { App } from '../feature.ts'
import { channelsOf } from '../paging/reads/channels.ts'
import { type InstallationAnswer, installationAnswer } from './contract.ts'

/** How this process is set up and what of it works, as the process itself sees it: a shell beside it may be set otherwise. */
export function installationRoutes(server: FastifyInstance, app: App): void {
  const options = { config: { action: 'installation.read' as const }, schema: { response: { 200: installationAnswer } } }
  server.withTypeProvider<ZodTypeProvider>().get('/api/v1/installation', options, () => readInstallation(app))
}

async function readInstallation(app: App): Promise<InstallationAnswer> {
  const { settings } = app
  const running = (await readInstance(settings.dataFolder)) ?? { url: app.publicUrl, pid: process.pid }
  const findings = await examine({ settings, mail: app.mailServer(), running })
  return {
    pid: process.pid,
    role: settings.role,
    settings: settingsOf(settings, process.env),
    findings: [...findings, ...channelFindings(app), ...unheardFindings(app)],
  }
}

/** What is connected and cannot be answered, because its provider cannot post to this address. */
function unheardFindings(app: App): Finding[] {
  return (app.policies.live().bundle.integrations ?? []).flatMap((instance): Finding[] => {
    const declaration = app.integrations.get(instance.type)
    const why = unheardOf(app, { declaration, instance })
    return why ? [{ about: `answers by ${instance.name ?? declaration?.title ?? instance.id}`, state: 'missing', message: why }] : []
  })
}

function channelFindings(app: App): Finding[] {
  const channels = channelsOf(app)
  const open = channels.filter(({ isSet }) => isSet).map(({ title }) => title)
  const all: Finding =
    open.length > 0
      ? { about: 'can send by', state: 'good', message: open.join(', ') }
      : { about: 'can send by', state: 'broken', message: 'nothing: nobody is paged' }
  return [
    all,
    ...channels.flatMap(({ title, why }): Finding[] =>
      why === null ? [] : [{ about: `cannot send by ${title}`, state: 'missing', message: why }],
    ),
  ]
}
