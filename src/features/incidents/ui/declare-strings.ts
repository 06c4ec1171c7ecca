import { catalogue } from '../../../web/strings.ts'

/** The form that declares; loaded when it is opened. */
export const say = catalogue('incidents-declare', {
  declareTitle: 'Declare an incident',
  whatIs: 'An incident is: {list}',
  titleField: 'What can customers not do?',
  titleHint: 'A few words; it can be changed later.',
  severityField: 'Severity',
  when: 'When: {list}',
  example: 'For example: {list}',
  serviceField: 'Service',
  noService: 'Not known yet',
  detectedField: 'Noticed by',
  notSaid: 'Not said',
  impact: 'Impact, as far as it is known',
  proposal: 'The policy proposes {severity}: {reason}.',
  takeProposal: 'Take {severity}',
  pageField: 'Page the people of the service',
  pageHint: 'Without it nobody is woken; one click in the war room pages them.',
  pagesNobody: 'This level pages nobody by the policy.',
  cancel: 'Cancel',
  titleFirst: 'One line on what fails is enough to declare.',
  declareNow: 'Declare',
})
