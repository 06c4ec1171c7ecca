import type { JsonObject, RecordedFact } from '../../../core/command/command.ts'
import { runWords } from './run-words.ts'
import { because, card, curated, type Naming, plain, type Said, type Tell, text, texts } from './saying.ts'

const TIMES = ['started', 'detected', 'acknowledged', 'mitigated', 'resolved']
/** An audience by its name; facts name it with or without its kind. */
const audience = (data: JsonObject, name: Naming['name']): string => name(text(data.audience).replace(/^(?:audience:)?/, 'audience:'))
const titleOf = (data: JsonObject): string => text(data.name) || text(data.title)

const declared: Tell = (data) => {
  const alerts = texts(data.alerts).length
  const from = alerts > 0 ? ` from ${alerts} ${alerts === 1 ? 'alert' : 'alerts'}` : ''
  return curated(`declared ${text(data.severity)}${from} · clocks started under policy v${data.policy as number}`)
}

const impactChanged: Tell = (data) => {
  const fields = Object.entries((data.fields ?? {}) as JsonObject).map(
    ([name, value]) => `${name.replaceAll('_', ' ')} ${value === null ? 'cleared' : String(value)}`,
  )
  const service = text(data.service) ? [`service ${text(data.service)}`] : []
  return plain(`set the impact: ${[...fields, ...service].join(', ')}`)
}

const incident: Record<string, Tell> = {
  'incident.declared': declared,
  'incident.acknowledged': (data) => curated(`acknowledged${text(data.via) === 'page' ? ' the page' : ''}`),
  'incident.status_changed': (data, { status }) =>
    curated(`moved from ${status(data.from)} to ${status(data.to)}`, text(data.note) ? { words: text(data.note) } : {}),
  'incident.severity_changed': (data) => curated(`changed the severity from ${text(data.from)} to ${text(data.to)}${because(data.reason)}`),
  'incident.resolved': (data) => curated('resolved the incident', text(data.resolution) ? { words: text(data.resolution) } : {}),
  'incident.reopened': (data) => curated(`reopened the incident${because(data.reason)}`),
  'incident.closed': () => curated('closed the incident'),
  'incident.updated': (data) => card('internal update', data.text, text(data.nextBy) ? { promisedBy: text(data.nextBy) } : {}),
  'incident.noted': (data) => card('noted', data.text),
  'incident.published': (data) =>
    curated(`published “${text(data.text)}”`, text(data.nextUpdateBy) ? { promisedBy: text(data.nextUpdateBy) } : {}),
  'incident.role_assigned': (data, { person, role }) =>
    curated(
      `made ${person(data.user)} ${role(data.role)}${text(data.from) ? ` instead of ${person(data.from)}` : ''}${
        texts(data.also).length > 0 ? `, who is ${texts(data.also).map(role).join(' and ')} too` : ''
      }`,
      texts(data.also).length > 0 ? { tone: 'missed' } : {},
    ),
  'incident.role_released': (data, { person, role }) => curated(`released ${person(data.user)} from ${role(data.role)}`),
  'incident.impact_changed': impactChanged,
  'incident.times_changed': (data, { time }) => {
    const before = (data.before ?? {}) as JsonObject
    const moved = TIMES.filter((name) => text(data[name])).map((name) =>
      text(before[name]) ? `${name} from ${time(before[name])} to ${time(data[name])}` : `${name} at ${time(data[name])}`,
    )
    const warned = texts(data.warnings).length > 0 ? ` (${texts(data.warnings).join('; ')})` : ''
    return curated(`corrected when it was ${moved.join(' and ')}${because(data.reason)}${warned}`)
  },
  'incident.renamed': (data) => plain(`renamed it from “${text(data.from)}” to “${text(data.to)}”`),
  'incident.alert_linked': (data) =>
    data.was === undefined ? plain('linked an alert') : curated(`took over an alert from ${text(data.was) || 'another incident'}`),
  'incident.alert_moved': (data) =>
    // Without a name it left by a split, which tells itself.
    data.own === undefined
      ? plain('an alert belongs to another incident now')
      : curated(`let an alert go to ${text(data.own) || 'another incident'}`),
  'incident.alert_unlinked': () => curated('took an alert out: it does not belong to it'),
  'incident.completed': (data) =>
    curated(
      `completed ${
        titleOf(data) ||
        text(data.what)
          .replace(/^[a-z]+:/, '')
          .replaceAll('-', ' ')
      }`,
      text(data.note) ? { words: text(data.note) } : {},
    ),
  'incident.notified': (data, { name }) => {
    const [recipients, unreached] = [texts(data.recipients), texts(data.unreached)]
    const lost = unreached.length > 0 ? `; no way to ${unreached.map(name).join(', ')}` : ''
    return plain(
      `is telling ${audience(data, name)}: ${recipients.map(name).join(', ') || 'nobody'}${lost}`,
      unreached.length > 0 ? { tone: 'missed' } : {},
    )
  },
  'notice.delivered': (data, { name }) => plain(`told ${name(data.target)} by ${text(data.channel)}`),
  'notice.failed': (data, { name }) =>
    plain(`could not tell ${name(data.target)} by ${text(data.channel)}${because(data.said)}`, { tone: 'missed' }),
}

const countOf = (list: readonly string[]): string => `${list.length} ${list.length === 1 ? 'recipient' : 'recipients'}`

const mails: Record<string, Tell> = {
  'incident.mailed': (data, { name }) => {
    const lost = texts(data.unreached)
    const unreached = lost.length > 0 ? `; no address of ${lost.map(name).join(', ')}` : ''
    return card(`is mailing ${audience(data, name)} (${countOf(texts(data.recipients))}${unreached}): ${text(data.subject)}`, data.text)
  },
  'incident.mail_withheld': (data, { name }) => curated(`did not mail ${audience(data, name)}${because(data.why)}`, { tone: 'missed' }),
  'incident.mail_settled': (data, { name }) => {
    const failed = texts(data.failed)
    return failed.length === 0
      ? curated(`mailed ${audience(data, name)}: all ${Number(data.delivered)} were taken`)
      : curated(`mailed ${audience(data, name)}: ${Number(data.delivered)} were taken, not those to ${failed.map(name).join(', ')}`, {
          tone: 'missed',
        })
  },
}

const deed = (data: JsonObject): string => (text(data.act) === 'mail' ? 'write to customers' : 'publish')

const approvals: Record<string, Tell> = {
  'incident.approval_asked': (data, { person }) =>
    curated(`wants to ${deed(data)}, and waits for ${texts(data.users).map(person).join(' or ')}`, { words: text(data.text) }),
  'incident.approved': (data, { name }) => plain(`approved what ${name(data.author)} wants to ${deed(data)}`),
  'incident.approval_declined': (data, { name }) =>
    curated(`declined what ${name(data.author)} wanted to ${deed(data)}${because(data.reason)}`, { words: text(data.text) }),
  'incident.approval_bypassed': (data, { name }) =>
    curated(
      `${text(data.act) === 'mail' ? 'wrote to customers' : 'published'} without the approval of ${name(data.of)}${because(data.reason)}`,
      { tone: 'missed' },
    ),
  'incident.expected': (data) =>
    text(data.by) ? curated('said when it will be over', { promisedBy: text(data.by) }) : curated('took back when it will be over'),
  'incident.template_unfilled': (data) =>
    plain(
      `used plain words instead of the template “${text(data.template)}”: ${text(data.fault) || `nothing for ${texts(data.empty).join(', ')}`}`,
      { tone: 'missed' },
    ),
}

const ladders: Record<string, Tell> = {
  'incident.triggered': (data) => curated(`escalated at once: ${text(data.reason)}`, { tone: 'missed' }),
  'escalation.answered': () => plain('answered the page for themselves'),
  'escalation.target_empty': (data, { name }) => plain(`found nobody behind ${name(data.target)}${because(data.why)}`, { tone: 'missed' }),
  'escalation.target_broken': (data, { name }) =>
    curated(`could not find out who ${name(data.target)} is${because(data.why)}`, { tone: 'missed' }),
  'escalation.contact_wanted': (data) =>
    curated(`asks that somebody calls ${text(data.name) || text(data.contact)}${because(data.reason)}`),
  'escalation.contacted': (data) =>
    curated(
      `contacted ${text(data.name) || text(data.contact)}${text(data.caseNumber) ? `, case ${text(data.caseNumber)}` : ''}`,
      text(data.note) ? { words: text(data.note) } : {},
    ),
  'escalation.called_out': (data, { person }) => {
    const [answered, silent] = [texts(data.answered), texts(data.silent)]
    return curated(`called everybody: ${answered.length} answered${silent.length > 0 ? `, silent: ${silent.map(person).join(', ')}` : ''}`)
  },
  'escalation.announced': (data) => plain(`told the fallback that nobody answers (${Number(data.times)})`, { tone: 'missed' }),
  'escalation.ack_reminded': (data, { person }) => plain(`asked ${person(data.user)} whether they still have it`),
}

const obligation: Record<string, Tell> = {
  'obligation.opened': (data) => plain(`started the clock “${titleOf(data)}”`, { promisedBy: text(data.dueAt) }),
  'obligation.restarted': (data) => plain(`began the clock “${titleOf(data)}” anew`, { promisedBy: text(data.dueAt) }),
  'obligation.due_soon': (data) => plain(`“${titleOf(data)}” is due soon`),
  'obligation.missed': (data) => curated(`“${titleOf(data)}” was not kept in time`, { tone: 'missed' }),
  'obligation.nagged': (data) => plain(`reminded: “${titleOf(data)}” is still missed`),
  'obligation.met': (data) => plain(`“${titleOf(data)}” was kept in time`),
  'obligation.late': (data) => plain(`“${titleOf(data)}” was made good late`),
  'obligation.moved': (data) => curated(`moved the clock “${titleOf(data)}”${because(data.why)}`, { promisedBy: text(data.dueAt) }),
  'obligation.waived': (data) => curated(`waived “${titleOf(data)}”${because(data.why)}`),
  'obligation.dropped': (data) => plain(`“${titleOf(data)}” is owed no more${because(data.why)}`),
}

const paging: Record<string, Tell> = {
  'escalation.started': (data) =>
    data.callOut || data.ladder === 'by-hand'
      ? curated(`${data.callOut ? 'called everybody out' : 'paged more people'}${because(data.reason)}`)
      : plain(`started paging${text(data.ladder) ? ` by “${text(data.ladder)}”` : ''}${because(data.reason)}`),
  'escalation.step_fired': (data, { person }) =>
    plain(`paged ${texts(data.users).map(person).join(', ') || 'nobody'} (step ${Number(data.step) + 1})`),
  'escalation.step_empty': (data, { name }) =>
    curated(`found nobody for ${texts(data.targets).map(name).join(', ')}${because(data.why)}`, { tone: 'missed' }),
  'escalation.acknowledged': () => plain('acknowledged the page: nobody else is woken'),
  'escalation.ack_expired': (data) => curated(`paged again${because(data.reason)}`),
  'escalation.escalated': (data) => curated(`escalated${because(data.reason)}`),
  'escalation.exhausted': () => curated('asked everybody in vain; telling the fallback', { tone: 'missed' }),
  'escalation.stopped': (data) => plain(`stopped paging${because(data.why)}`),
  'page.queued': (data, { person }) => plain(`is sending ${person(data.user)} a page by ${text(data.channel)}`),
  'page.delivered': (data, { person }) => plain(`reached ${person(data.user)} by ${text(data.channel)}`),
  'page.failed': (data, { person }) =>
    plain(`could not reach ${person(data.user)} by ${text(data.channel)}${because(data.said)}`, { tone: 'missed' }),
  'page.held': (data, { person }) => plain(`held a page to ${person(data.user)} by ${text(data.channel)} back${because(data.why)}`),
  'page.arrived': (data, { person }) => plain(`heard that the page to ${person(data.user)} by ${text(data.channel)} arrived`),
  'page.seen': (data, { person }) => plain(`heard that ${person(data.user)} saw the page by ${text(data.channel)}`),
  'page.answered': (data, { person }) => plain(`heard ${person(data.user)} answer by ${text(data.channel)}${because(data.said)}`),
  'page.voicemail': (data, { person }) =>
    plain(`reached a machine instead of ${person(data.user)} by ${text(data.channel)}`, { tone: 'missed' }),
  'page.undelivered': (data, { person }) =>
    plain(`heard that ${text(data.channel)} did not reach ${person(data.user)}${because(data.said)}`, { tone: 'missed' }),
  'page.unanswered': (data, { person }) =>
    plain(`took another road to ${person(data.user)} than ${text(data.channel)}${because(data.why)}`, { tone: 'missed' }),
  'page.unreachable': (data, { person }) => curated(`has no way to reach ${person(data.user)}${because(data.why)}`, { tone: 'missed' }),
}

const sayings: Record<string, Tell> = { ...incident, ...mails, ...approvals, ...runWords, ...ladders, ...obligation, ...paging }

/** Null for what nobody wants to read: inner steps of the machines. */
export const wordsOf = (fact: RecordedFact, naming: Naming): Said | null => sayings[fact.name]?.(fact.data, naming) ?? null
