import { readEta, readNext, readPublish, readTimes, withPromise } from './command-promises.ts'
import { onlyWord, readDecide, readList, readReclassify, readRunbook, readSplit, readTaskOwner } from './command-record.ts'
import {
  bare,
  ending,
  oneWord,
  optionalText,
  type Read,
  readContacted,
  readCorrect,
  readDeclare,
  readImpact,
  readRole,
  readSeverity,
  readTargets,
  readTask,
  readTree,
  roleCalled,
  withText,
  wordAndText,
} from './command-words.ts'

/**
 * One command. `on` says what it is about: an incident (typed, or the room's), another incident beside it (`two`), or none.
 * `takes` nothing: a number alone is then a reference.
 */
export type CommandRule = {
  names: readonly string[]
  usage: string
  about: string
  on: 'incident' | 'two' | 'none'
  takes?: 'nothing'
  read: Read
}

type Short = Omit<CommandRule, 'on'>
const forIncident = (rules: readonly Short[]): CommandRule[] => rules.map((rule) => ({ ...rule, on: 'incident' }))

const people = forIncident([
  { names: ['ack', 'acknowledge'], usage: 'ack', about: 'take it: nobody else is paged', takes: 'nothing', read: bare('acknowledge') },
  {
    names: ['commander', 'lead'],
    usage: 'commander @ana',
    about: 'make somebody commander',
    read: roleCalled('commander', /command|^lead$/i),
  },
  { names: ['tech-lead'], usage: 'tech-lead @ben', about: 'make somebody technical lead', read: roleCalled('tech-lead', /tech/i) },
  {
    names: ['comms', 'comms-lead'],
    usage: 'comms @leila',
    about: 'make somebody speak for the incident',
    read: roleCalled('comms', /comm(?!and)/i),
  },
  { names: ['scribe'], usage: 'scribe @jonas', about: 'make somebody write it down', read: roleCalled('scribe', /scribe/i) },
  {
    names: ['liaison'],
    usage: 'liaison @priya',
    about: 'make somebody speak with the business',
    read: roleCalled('liaison', /liaison|business/i),
  },
  { names: ['role', 'assign'], usage: 'role scribe @ben', about: 'give a role, or "nobody" to release it', read: readRole },
  {
    names: ['page'],
    usage: 'page @ben [why]',
    about: 'wake a person, team, role or schedule',
    read: readTargets('page', 'say whom: page @ben the database hangs; also team:payments or schedule:primary'),
  },
  { names: ['summon'], usage: 'summon', about: "page the service's people, when nobody was", takes: 'nothing', read: bare('summon') },
  {
    names: ['escalate'],
    usage: 'escalate stuck [what you need]',
    about: "climb the policy's ladder for that reason",
    read: oneWord('escalate', 'reason', 'note'),
  },
  {
    names: ['call-out', 'callout'],
    usage: 'call-out team:payments [why]',
    about: 'wake everybody of a team, on call or not',
    read: readTargets('call-out', 'say whom: call-out team:payments everybody is needed'),
  },
  {
    names: ['contacted'],
    usage: 'contacted cloud CS-4711 [what they said]',
    about: 'write down whom outside you called, and their case number',
    read: readContacted,
  },
])

const state = forIncident([
  { names: ['severity', 'sev'], usage: 'severity SEV-2 [reason]', about: 'change how bad it is', read: readSeverity },
  { names: ['status'], usage: 'status monitoring [note]', about: 'say where it stands', read: oneWord('status', 'status', 'note') },
  { names: ['impact'], usage: 'impact users_affected=4200', about: 'say whom it hits; - clears a field', read: readImpact },
  { names: ['source'], usage: 'source customer [note]', about: 'say how it was noticed', read: oneWord('source', 'source', 'note') },
  {
    names: ['times'],
    usage: 'times started 14:02 [--why the reason]',
    about: 'correct when it started, or was detected, acknowledged, mitigated, resolved',
    read: readTimes,
  },
  { names: ['rename', 'title'], usage: 'rename new title', about: 'change the title', read: withText('rename', 'title') },
  {
    names: ['reclassify', 'type'],
    usage: 'reclassify none why',
    about: 'give it another type, or none: its commander or an admin leads a private one back',
    read: readReclassify,
  },
  { names: ['policy'], usage: 'policy', about: 'move it to the version of the policy in force', takes: 'nothing', read: bare('policy') },
])

const words = forIncident([
  {
    names: ['update'],
    usage: 'update text [next 30m] [eta 2h]',
    about: 'tell colleagues, promise the next word and the end',
    read: withPromise('update'),
  },
  { names: ['next'], usage: 'next 30m', about: 'promise when the next update comes, also by 14:30', read: readNext },
  { names: ['eta'], usage: 'eta 2h', about: 'say when it will be over; none takes it back', read: readEta },
  {
    names: ['publish'],
    usage: 'publish [status:monitoring] text [next 30m] [eta 2h]',
    about: 'tell customers on the status page',
    read: readPublish,
  },
  {
    names: ['mail', 'email'],
    usage: 'mail audience text',
    about: 'write to an audience of the policy by e-mail',
    read: wordAndText('mail', 'audience', {
      more: 'text',
      teach: 'write to whom and what: mail customers Card payments fail; we are on it',
    }),
  },
  { names: ['approve'], usage: 'approve', about: 'let go out what waits for your word', takes: 'nothing', read: bare('approve') },
  { names: ['decline'], usage: 'decline what is wrong', about: 'keep back what waits for your word', read: withText('decline', 'reason') },
  { names: ['note'], usage: 'note text', about: 'write down', read: withText('note', 'text') },
  { names: ['notes'], usage: 'notes text', about: 'add a line to the shared notes', read: withText('notes', 'text') },
  {
    names: ['decide', 'decision'],
    usage: 'decide [kind:disaster-recovery] text',
    about: 'write down what was decided',
    read: readDecide,
  },
  {
    names: ['pin'],
    usage: 'pin 12',
    about: 'pin an entry of the timeline by its number or id',
    read: onlyWord('pin', 'entry', 'write the number of the entry: pin 12'),
  },
  {
    names: ['unpin'],
    usage: 'unpin 12',
    about: 'take a pinned entry down',
    read: onlyWord('unpin', 'entry', 'write the number of the entry: unpin 12'),
  },
  {
    names: ['correct'],
    usage: 'correct 12 what is right --why the reason',
    about: 'say what is right instead of an entry of the timeline; it stays',
    read: readCorrect,
  },
  {
    names: ['answer'],
    usage: 'answer 1 the payment service',
    about: 'answer a standard question by its number',
    read: wordAndText('answer', 'question', {
      more: 'text',
      teach: 'write the number of the question, then the answer: answer 1 since 14:30',
    }),
  },
])

const work = forIncident([
  { names: ['task'], usage: 'task [@ben] what to do', about: 'add a task', read: readTask('task') },
  { names: ['action'], usage: 'action [@ben] what to do', about: 'write down a follow-up for afterwards', read: readTask('action') },
  {
    names: ['done', 'tick'],
    usage: 'done start/1',
    about: 'tick a task, by its id, number or first words',
    read: withText('done', 'task'),
  },
  { names: ['undo', 'untick'], usage: 'undo start/1', about: 'a task is not done after all', read: withText('undo', 'task') },
  {
    names: ['task-owner', 'owner'],
    usage: 'task-owner start/1 @ben',
    about: 'give a task to somebody, or to nobody',
    read: readTaskOwner,
  },
  {
    names: ['skip'],
    usage: 'skip start/1 why',
    about: 'leave a task out, with the reason',
    read: wordAndText('skip', 'task', { more: 'why', teach: 'write which task and why: skip start/1 there was no deploy' }),
  },
  {
    names: ['complete'],
    usage: 'complete customers-mailed [how]',
    about: 'mark something owed as done',
    read: oneWord('complete', 'what', 'note'),
  },
  {
    names: ['waive'],
    usage: 'waive scribe#1 why',
    about: 'say why a promise is not kept',
    read: wordAndText('waive', 'obligation', { more: 'why', teach: 'write what and why: waive scribe#1 the incident is nearly over' }),
  },
  {
    names: ['mitigate'],
    usage: 'mitigate rollback [why]',
    about: 'choose a way out by its action, runbook, number or situation',
    read: ({ rest }) => (rest ? { verb: 'mitigate', body: { words: rest } } : '"mitigate" needs a way out after it'),
  },
  { names: ['confirm'], usage: 'confirm', about: 'be the second person for something dangerous', takes: 'nothing', read: bare('confirm') },
  {
    names: ['veto'],
    usage: 'veto why',
    about: 'say no to something dangerous',
    read: ({ rest }) =>
      rest ? { verb: 'confirm', body: { decline: true, reason: rest } } : 'say why it must not be done: veto the backup is too old',
  },
  { names: ['tree'], usage: 'tree rollback, then tree yes', about: 'go through a decision tree', read: readTree },
  {
    names: ['runbook'],
    usage: 'runbook restart-queue [step 3] [note]',
    about: 'read a runbook and say that it is followed, or that a step of it is finished',
    read: readRunbook,
  },
])

const alerts = forIncident([
  {
    names: ['link'],
    usage: 'link ALR-2',
    about: 'an alert belongs to it',
    read: onlyWord('link', 'alert', 'write which alert: link ALR-2'),
  },
  {
    names: ['unlink'],
    usage: 'unlink ALR-2',
    about: 'an alert does not belong to it after all',
    read: onlyWord('unlink', 'alert', 'write which alert: unlink ALR-2'),
  },
  {
    names: ['split'],
    usage: 'split ALR-2 what that is',
    about: 'part of it is another incident, with these alerts',
    read: readSplit,
  },
])

const endings = forIncident([
  {
    names: ['resolve', 'resolved'],
    usage: 'resolve [what fixed it] [--force why]',
    about: 'it is over',
    read: ending('resolve', 'resolution'),
  },
  { names: ['reopen'], usage: 'reopen [why]', about: 'it is not over', read: optionalText('reopen', 'reason') },
  { names: ['stand-down'], usage: 'stand-down', about: 'let everybody go', takes: 'nothing', read: bare('stand-down') },
  { names: ['close'], usage: 'close [--force why]', about: 'nothing is left to do', takes: 'nothing', read: ending('close', null) },
  { names: ['postmortem', 'review'], usage: 'postmortem', about: 'draft the review now', takes: 'nothing', read: bare('postmortem') },
  { names: ['show'], usage: 'show', about: 'where it stands', takes: 'nothing', read: bare('show') },
])

const pairs: CommandRule[] = [
  {
    names: ['relate', 'related'],
    usage: 'relate INC-41 [why]',
    about: 'tie another incident to it',
    on: 'two',
    read: oneWord('relate', 'incident', 'note'),
  },
  {
    names: ['merge', 'duplicate'],
    usage: 'merge INC-41 [why]',
    about: 'it is a duplicate of another',
    on: 'two',
    read: oneWord('merge', 'into', 'note'),
  },
]

const elsewhere: CommandRule[] = [
  {
    names: ['declare', 'new'],
    usage: 'declare SEV-1 what customers cannot do [service:api] [--no-page]',
    about: 'declare an incident',
    on: 'none',
    read: readDeclare,
  },
  { names: ['list'], usage: 'list [resolved|all]', about: 'incidents that are open', on: 'none', read: readList },
  {
    names: ['whois', 'oncall', 'on-call'],
    usage: 'whois [primary]',
    about: 'who is on call now',
    on: 'none',
    read: optionalText('oncall', 'name'),
  },
]

export const commandRules: readonly CommandRule[] = [...people, ...state, ...words, ...work, ...alerts, ...endings, ...pairs, ...elsewhere]
