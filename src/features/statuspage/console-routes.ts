import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { mailOffer } from '../../core/incident/mail.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { idOf } from '../../core/policy/policy.ts'
import type { StatusPage } from '../../core/policy/schema/publication.ts'
import { isPermitted, type Principal } from '../../platform/auth/permissions.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { findIncident } from '../incidents/reads/incidents.ts'
import { contextOf } from '../incidents/reads/present.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import { type IncidentPostsAnswer, incidentPostsAnswer, statusPagesAnswer } from './contract.ts'
import { draftOf, wordFor } from './draft.ts'
import type { PageShelf } from './page-shelf.ts'
import { addressOf, componentsOf, pageOf } from './reads.ts'

const mayPublish = (principal: Principal | null): boolean => principal !== null && isPermitted(principal, 'statuspage.publish')

/** What the console needs: the pages as customers see them, and the draft of what they will be told. */
export function consoleRoutes(server: FastifyInstance, app: App, shelf: PageShelf): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const list = { config: { action: 'statuspage.read' }, schema: { response: { 200: statusPagesAnswer } } } as const
  api.get('/api/v1/status-pages', list, async ({ principal }) => {
    const pages = (app.policies.live().bundle.status_pages ?? []).filter((page) => !page.private)
    const views = await Promise.all(pages.map(async ({ id }) => (await shelf.get(id))?.view))
    const items = views.flatMap((view) => {
      if (!view) return []
      const { id, title, url, word, level, components } = view
      const incidents = view.incidents.map(({ reference, title: name, isOpen }) => ({ reference, title: name, isOpen, lastPost: null }))
      return [{ ...{ id, title, url, word, level, incidents }, components: components.map(({ days: _, ...component }) => component) }]
    })
    return { items, next: null, can: { publish: mayPublish(principal) } }
  })

  const posts = {
    config: { action: 'statuspage.read' },
    schema: { params: z.object({ reference: z.string() }), response: { 200: incidentPostsAnswer } },
  } as const
  api.get('/api/v1/status-pages/incidents/:reference', posts, async ({ params, principal }) => {
    const state = (await findIncident(app.pools.side, params.reference, viewerOf({ policy: app.policies.live(), principal })))?.state
    if (!state) throw new Problem({ code: 'not-found', status: 404, detail: `There is no incident "${params.reference}".` })
    await app.policies.ensure([state.policy])
    const mail = mailOffer(state, contextOf({ app, reader: { policy: app.policies.live(), principal } }))
    return answerFor(state, { policy: app.policies.live(), publicUrl: app.publicUrl, isAllowed: mayPublish(principal), mail })
  })
}

type Situation = { policy: Policy; publicUrl: string; isAllowed: boolean; mail: IncidentPostsAnswer['mail'] }

function answerFor(state: IncidentState, { policy, publicUrl, isAllowed, mail }: Situation): IncidentPostsAnswer {
  const pages: StatusPage[] = (policy.bundle.status_pages ?? []).filter((page) => !page.private)
  const first = pageOf(policy, null)
  const last = state.posts.at(-1)
  const known = new Map(pages.flatMap((page) => componentsOf(policy, page)).map((component) => [component.id, component]))
  const said = new Map(last?.components.map(({ id, status }) => [idOf(id), status]))
  const own = state.service === null ? null : idOf(state.service)
  const components = [...known.values()].map((component) => ({
    ...component,
    // Before anything was said, the incident's own component is the one that is meant.
    status: said.get(component.id) ?? (last === undefined && component.id === own ? ('partial_outage' as const) : ('operational' as const)),
  }))
  const statuses = policy.bundle.incident?.statuses ?? ['investigating', 'identified', 'mitigating', 'monitoring', 'resolved']
  return {
    ...{ reference: state.reference, isPrivate: state.isPrivate, posts: state.posts, components },
    statuses: statuses.map((id) => ({ id, word: wordFor(id, first) })),
    pages: pages.map((page) => ({ id: page.id, title: page.title, url: addressOf(publicUrl, page, page.id === first?.id) })),
    mail,
    draft: draftOf(state, policy),
    can: { publish: isAllowed && !state.isPrivate && pages.length > 0 },
  }
}
