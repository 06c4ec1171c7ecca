import { catalogue } from '../../../web/strings.ts'

export const say = catalogue('escalations-reading', {
  title: 'Known to all',
  note: '{confirmed} of {total} have read them',
  what: 'Whoever can be paged knows by whom, and who comes next. When a ladder changes it is to be read anew.',
  confirm: 'I have read the ladders',
  you: 'You have confirmed them',
  again: 'They were changed since you confirmed them',
  missing: 'Not yet: {names}',
  everybody: 'Everybody has read them as they are now.',
})
