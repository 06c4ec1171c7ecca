import { catalogue } from '../../../web/strings.ts'

export const say = catalogue('directory', {
  count: { one: '{count} person', other: '{count} people' },
  print: 'Print or keep',
  printWhat:
    'A page that needs no chat, no sign-in and no server once it is kept. From the policy’s files: tocsin export directory --bundle DIR',
  onCall: 'On call now',
  nobody: 'Nobody is on call',
  people: 'People',
  reach: 'Reach',
  when: 'When',
  nextAsk: 'Then',
  anyHour: 'Any hour',
  onlyFor: 'For {types} only',
  away: 'Away now',
  noContact: 'No contact is known',
  numbersHidden: 'Phone numbers and chat names are for those who may page people.',
  contacts: 'Vendors and others',
  usedFor: 'For',
  terms: 'Terms',
  status: 'Status page',
  noContacts: 'No contact outside is written into the policy.',
  failed: 'The directory could not be read',
  failedKept: 'Nothing was changed.',
  again: 'Try again',
  until: 'until',
})
