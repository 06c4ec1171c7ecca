import type { Policy } from '../../../core/policy/policy.ts'
import { severityTitle } from '../../../core/policy/severity-title.ts'
import type { ChatForm, FormView } from '../../../integrations/hear.ts'

type Field = FormView['fields'][number]

const levelsOf = ({ severities }: Policy): Field => ({
  name: 'severity',
  label: 'Severity',
  kind: 'choice',
  options: severities.map(({ id, name }) => ({ value: id, label: severityTitle(id, name) })),
})

const TITLES: Record<ChatForm, [title: string, submit: string]> = {
  declare: ['Declare an incident', 'Declare'],
  update: ['Tell colleagues', 'Send'],
  severity: ['Change the severity', 'Change'],
  resolve: ['Resolve', 'Resolve'],
}

const FIELDS: Record<ChatForm, (policy: Policy) => Field[]> = {
  declare: (policy) => [
    { name: 'title', label: 'What can customers not do?', kind: 'line' },
    levelsOf(policy),
    { name: 'service', label: 'Service', kind: 'choice', options: servicesOf(policy), isOptional: true },
  ],
  update: () => [
    { name: 'text', label: 'What is known, what is being done', kind: 'text' },
    { name: 'next', label: 'Next word in (30m, 1h)', kind: 'line', isOptional: true },
  ],
  severity: (policy) => [levelsOf(policy), { name: 'reason', label: 'Why', kind: 'line', isOptional: true }],
  resolve: () => [{ name: 'resolution', label: 'What fixed it', kind: 'text', isOptional: true }],
}

/** No chat shows a longer list. */
const MOST_CHOICES = 100

const servicesOf = ({ bundle }: Policy) =>
  (bundle.services ?? []).slice(0, MOST_CHOICES).map(({ id, name }) => ({ value: id, label: name ?? id }))

export function formFor(form: ChatForm, incident: string | null, policy: Policy): FormView {
  const [title, submit] = TITLES[form]
  // A list without choices cannot be shown.
  const fields = FIELDS[form](policy).filter(({ options }) => options === undefined || options.length > 0)
  return { form, incident, title, submit, fields }
}

/** What was filled in, as it would be typed; line breaks stay within an update. */
export function typedFrom(form: ChatForm, values: Readonly<Record<string, string>>): string {
  const { title = '', severity = '', service = '', text = '', next = '', reason = '', resolution = '' } = values
  const line = (words: string): string => words.replace(/\s+/g, ' ').trim()
  switch (form) {
    case 'declare':
      return line(`declare ${severity} ${service ? `service:${service}` : ''} ${title}`)
    case 'update':
      return `update ${text.trim()}${next.trim() ? ` next ${line(next)}` : ''}`
    case 'severity':
      return line(`severity ${severity} ${reason}`)
    case 'resolve':
      return `resolve ${resolution.trim()}`
  }
}
