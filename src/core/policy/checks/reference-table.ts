/** What a reference may name. `severity` is found in any spelling, `ladder` is an escalation policy, `type` an incident type. */
export type Kind =
  | 'user'
  | 'team'
  | 'schedule'
  | 'role'
  | 'service'
  | 'dependency'
  | 'channel'
  | 'audience'
  | 'contact'
  | 'integration'
  | 'ladder'
  | 'type'
  | 'severity'

/** Kinds a reference may have, the first being that of a bare slug, and words that stand for themselves. */
export type ReferenceRule = { kinds: readonly Kind[]; words?: readonly string[] }

const WORDS = ['managers', 'responders']
const PERSON: ReferenceRule = { kinds: ['user', 'team', 'schedule', 'role'], words: WORDS }
const PAGE: ReferenceRule = { kinds: ['user', 'team', 'schedule', 'role', 'contact'], words: WORDS }
const TOLD: ReferenceRule = { kinds: ['user', 'team', 'role', 'schedule', 'channel', 'audience', 'contact'], words: WORDS }
const TASK_OWNER: ReferenceRule = { kinds: ['role', 'user', 'team', 'schedule', 'audience'], words: [...WORDS, 'responder'] }
const only = (...kinds: [Kind, ...Kind[]]): ReferenceRule => ({ kinds })
const SEVERITY = only('severity')

/** Every place of the language where something is named, by its keys without list indices. */
export const REFERENCES: Readonly<Record<string, ReferenceRule>> = {
  'document.owner': PERSON,
  'document.review.after': SEVERITY,
  'organization.fallback.page': PAGE,
  'organization.fallback.channel': only('channel'),
  'incident.room.fixed': only('channel'),
  'incident.types.escalation': only('ladder'),
  'incident.types.contacts': { kinds: ['contact', 'user', 'team', 'role'] },
  'channels.integration': only('integration'),
  'channels.mentions': { kinds: ['audience', 'team', 'user', 'role', 'schedule'], words: WORDS },
  'roles.required_for': SEVERITY,
  'roles.default': PERSON,
  'roles.backup': PERSON,
  'audiences.members': TOLD,
  'audiences.recipients.services': only('service'),
  'approvals.by': PERSON,
  'obligations.role': only('role'),
  'obligations.audience': { kinds: ['audience', 'team', 'role', 'user', 'channel'], words: WORDS },
  'obligations.to': PAGE,
  'obligations.owner': PERSON,
  'obligations.on_miss.remind': TOLD,
  'obligations.on_miss.page': PAGE,
  'triggers.page': PAGE,
  'triggers.escalation': only('ladder'),
  'users.types': only('type'),
  'users.escalates_to': PAGE,
  'teams.members': only('user'),
  'teams.managers': only('user'),
  'teams.schedule': only('schedule'),
  'teams.channel': only('channel'),
  'schedules.follows': only('schedule'),
  'schedules.channel': only('channel'),
  'schedules.layers.members': { kinds: ['user', 'team', 'role', 'schedule'], words: ['nobody'] },
  'schedules.layers.membership.member': only('user', 'team', 'role', 'schedule'),
  'schedules.layers.turn.member': { kinds: ['user', 'team', 'role', 'schedule'], words: ['nobody'] },
  'schedules.overrides.user': only('user', 'team'),
  'schedules.overrides.replaces': { kinds: ['user'], words: ['everyone'] },
  'schedules.shadows.user': only('user'),
  'calendars.schedule': only('schedule'),
  'calendars.away': { kinds: ['user'], words: ['everyone'] },
  'calendars.owner': only('user'),
  'escalation_policies.steps.page': PAGE,
  'services.team': only('team'),
  'services.escalation': only('ladder'),
  'services.depends_on': only('service', 'dependency'),
  'dependencies.contact': only('contact'),
  'dependencies.depends_on': only('dependency', 'service'),
  'integrations.service': only('service'),
  'routes.service': only('service'),
  'routes.type': only('type'),
  'routes.severity': SEVERITY,
  'maintenance.services': only('service'),
  'monitors.service': only('service'),
  'monitors.severity': SEVERITY,
  'status_pages.components': only('service', 'dependency'),
  'status_pages.auto.severity': SEVERITY,
  'checklists.tasks.by': TASK_OWNER,
  'commands.service': only('service'),
  'links.service': only('service'),
  'postmortem.required_for': SEVERITY,
  'postmortem.attendees': TOLD,
  'postmortem.optional': TOLD,
  'postmortem.steps.owner': PERSON,
  'postmortem.publish_to': TOLD,
  'drills.owner': PERSON,
  'drills.audience': TOLD,
  'training.owner': PERSON,
  'routines.owner': PERSON,
  'when.severity': SEVERITY,
  'when.at_least': SEVERITY,
  'when.service': only('service'),
  'when.type': only('type'),
}

/** The section that defines each kind. */
export const HOME_OF: Readonly<Record<Kind, string>> = {
  user: 'users',
  team: 'teams',
  schedule: 'schedules',
  role: 'roles',
  service: 'services',
  dependency: 'dependencies',
  channel: 'channels',
  audience: 'audiences',
  contact: 'contacts',
  integration: 'integrations',
  ladder: 'escalation_policies',
  type: 'incident.types',
  severity: 'severities',
}
