import { type AskField, type AskForm, textField } from './ask.ts'
import { isOpenClock } from './clock-band-order.ts'
import type { Room } from './room.ts'
import { say } from './strings.ts'
import { spacedWord } from './words.ts'

type Ask = (room: Room) => AskForm

/** What stands before the end; empty where nothing does. */
function MissingList({ missing, title }: { missing: readonly string[]; title: string }) {
  return (
    <div className="room-missing" role="note">
      <b>{title}</b>
      <ul>
        {missing.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </div>
  )
}

/** Past a checklist that is open leads only a reason. */
function pastGate(missing: readonly string[]): Pick<AskForm, 'note' | 'fields'> {
  if (missing.length === 0) return { fields: [] }
  return { note: <MissingList missing={missing} title={say('stillOpen')} />, fields: [textField('reason', say('forceReason'), true)] }
}

const forcing = (values: object, missing: readonly string[]): object => (missing.length > 0 ? { ...values, force: true } : values)

export const askResolve: Ask = ({ incident: { gates, can }, act }) => {
  const gate = pastGate(gates.resolve)
  return {
    ...gate,
    title: say('resolveTitle'),
    submit: say(gates.resolve.length > 0 ? 'resolveAnyway' : 'resolve'),
    fields: [
      textField('resolution', say('resolutionField')),
      ...(can.publish ? [textField('publish', say('publishField'))] : []),
      ...gate.fields,
    ],
    send: (values) => act('resolve', forcing(values, gates.resolve)),
  }
}

export const askClose: Ask = ({ incident: { gates }, act }) => ({
  ...pastGate(gates.close),
  title: say('closeTitle'),
  submit: say('closeAnyway'),
  send: (values) => act('close', forcing(values, gates.close)),
})

export const askReopen: Ask = ({ act }) => ({
  title: say('reopenTitle'),
  submit: say('reopen'),
  fields: [textField('reason', say('why'))],
  send: (values) => act('reopen', values),
})

export const askLeadBack: Ask = ({ act }) => ({
  title: say('leadBackTitle'),
  submit: say('leadBackNow'),
  note: <p className="t2">{say('leadBackMeans')}</p>,
  fields: [textField('reason', say('why'), true)],
  send: (values) => act('reclassify', { type: null, ...values }),
})

export const askRename: Ask = ({ incident: { title }, act }) => ({
  title: say('renameTitle'),
  submit: say('rename'),
  fields: [{ name: 'title', label: say('newTitle'), kind: 'line', isNeeded: true, initial: title }],
  send: (values) => act('rename', values),
})

export const askWaive: Ask = ({ incident: { clocks }, act }) => ({
  title: say('waiveTitle'),
  submit: say('waive'),
  fields: [
    {
      name: 'obligation',
      label: say('waiveWhat'),
      kind: 'choice',
      isNeeded: true,
      options: clocks.filter(isOpenClock).map(({ id, title }) => ({ value: id, label: `${title} (${id})` })),
    },
    textField('why', say('why'), true),
  ],
  send: (values) => act('waive', values),
})

export const askPage: Ask = ({ incident, act }) => ({
  title: say('pageTitle'),
  submit: say('page'),
  fields: [whom(incident), textField('reason', say('pageWhy'))],
  send: ({ target, ...rest }) => act('page', { targets: [target], ...rest }),
})

/** Roles, teams and schedules come after people: they are fewer, and their names say what they are. */
const whom = ({ choices: { people, targets } }: Room['incident']): AskField => ({
  name: 'target',
  label: say('pageWhom'),
  kind: 'choice',
  isNeeded: true,
  options: [
    ...people.map(({ id, name }) => ({ value: `user:${id}`, label: name })),
    ...targets.map(({ id, name }) => ({ value: id, label: name })),
  ],
})

/** Everybody behind the target at once, and who stays silent is told. */
export const askCallOut: Ask = ({ incident, act }) => ({
  title: say('callOutTitle'),
  submit: say('callOutNow'),
  note: <p className="t2">{say('callOutMeans')}</p>,
  fields: [whom(incident), textField('reason', say('pageWhy'))],
  send: ({ target, ...rest }) => act('call-out', { targets: [target], ...rest }),
})

/** Somebody outside was called: their case number goes with it. */
export const askContacted: Ask = ({ incident: { choices }, act }) => ({
  title: say('contactedTitle'),
  submit: say('contactedNow'),
  fields: [
    {
      name: 'contact',
      label: say('contactedWhom'),
      kind: 'choice',
      isNeeded: true,
      options: choices.contacts.map(({ id, name }) => ({ value: id, label: name })),
    },
    { name: 'caseNumber', label: say('caseNumber'), kind: 'line' },
    textField('note', say('contactedNote')),
  ],
  send: (values) => act('contacted', values),
})

/** How it was noticed, as the policy lists it; in one's own words where it lists nothing. */
export const askSource: Ask = ({ incident: { choices, source }, act }) => ({
  title: say('sourceTitle'),
  submit: say('correct'),
  fields: [
    choices.sources.length > 0
      ? {
          ...{ name: 'source', label: say('sourceField'), isNeeded: true, kind: 'choice' as const },
          ...(choices.sources.includes(source) ? { initial: source } : {}),
          options: choices.sources.map((value) => ({ value, label: spacedWord(value) })),
        }
      : { name: 'source', label: say('sourceField'), isNeeded: true, kind: 'line', initial: source },
    textField('note', say('why')),
  ],
  send: (values) => act('source', values),
})

/** The reason chooses the manual ladder and its step; given again it leads further up. */
export const askEscalate: Ask = ({ incident: { choices }, act }) => ({
  title: say('escalateTitle'),
  submit: say('escalateNow'),
  note: <p className="t2">{say('escalateMeans')}</p>,
  fields: [
    {
      name: 'reason',
      label: say('escalateReason'),
      kind: 'choice',
      isNeeded: true,
      options: choices.reasons.map((value) => ({ value, label: spacedWord(value) })),
    },
    textField('note', say('escalateNote')),
  ],
  send: (values) => act('escalate', values),
})

/** What is owed follows the level: the clocks of the room are drawn anew with the answer. */
export const askSeverity =
  (severity: string, reason = ''): Ask =>
  ({ act }) => ({
    title: say('severityTitle', { severity }),
    submit: say('severityChange', { severity }),
    note: <p className="t2">{say('severityMeans')}</p>,
    fields: [{ name: 'reason', label: say('why'), kind: 'text', initial: reason }],
    send: (values) => act('severity', { severity, ...values }),
  })

const otherIncident = (name: string, label: string): AskForm['fields'][number] => ({
  name,
  label,
  kind: 'line',
  isNeeded: true,
  hint: say('otherHint'),
})

export const askRelate: Ask = ({ act }) => ({
  title: say('relateTitle'),
  submit: say('relate'),
  fields: [otherIncident('incident', say('otherIncident'))],
  send: (values) => act('relate', values),
})

export const askMerge: Ask = ({ act }) => ({
  title: say('mergeTitle'),
  submit: say('merge'),
  note: <p className="t2">{say('mergeMeans')}</p>,
  fields: [otherIncident('into', say('otherIncident'))],
  send: (values) => act('merge', values),
})

export const askSplit: Ask = ({ incident: { alerts }, act }) => ({
  title: say('splitTitle'),
  submit: say('split'),
  fields: [
    { name: 'title', label: say('titleField'), kind: 'line', isNeeded: true },
    ...(alerts.length > 0
      ? [
          {
            name: 'alert',
            label: say('splitAlert'),
            kind: 'choice' as const,
            options: alerts.map(({ reference, title }) => ({ value: reference, label: `${reference} ${title}` })),
          },
        ]
      : []),
  ],
  send: ({ alert, ...rest }) => act('split', { ...rest, ...(alert ? { alerts: [alert] } : {}) }),
})
