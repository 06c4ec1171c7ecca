import type { ContactCard, Directory, PersonCard } from './directory.ts'

/** Plain text of a directory, to be printed or kept where neither chat nor sign-in is needed to read it. */
export function directoryText({ organization, support, at, policy, onCall, roles, people, contacts, links, aims }: Directory): string {
  return [
    `${organization}: whom to reach`,
    `As of ${at.slice(0, 16).replace('T', ' ')} UTC, policy version ${policy}.${support ? ` Support: ${support}` : ''}`,
    ...section(
      'ON CALL',
      onCall.map(({ name, people: found, until }) =>
        [
          name,
          found.map((each) => [each.name, each.phone].filter(Boolean).join(' ')).join(', ') || 'nobody',
          until && `until ${until.slice(0, 16).replace('T', ' ')} UTC`,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    ...section(
      'ROLES',
      roles.map(({ name, holders, backups }) =>
        [name, holders.join(', ') || 'whoever takes it', backups.length > 0 && `else ${backups.join(', ')}`].filter(Boolean).join(' · '),
      ),
    ),
    ...section('PEOPLE', people.map(personLines)),
    ...section('VENDORS AND OTHERS', contacts.map(contactLines)),
    ...section(
      'DOCUMENTS AND TOOLS',
      links.map(({ name, url, kind, service }) => lineOf(name, kind, service, url)),
    ),
    ...section('OBJECTIVES', aims.objectives),
    ...section('PRINCIPLES', aims.principles),
    ...section('GROUND RULES', aims.groundRules),
    '',
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines])

const lineOf = (...parts: (string | null | false)[]): string => parts.filter(Boolean).join(' · ')
const below = (...parts: (string | null | false)[]): string =>
  parts
    .filter(Boolean)
    .map((part) => `\n    ${part}`)
    .join('')

function personLines({ name, title, phone, email, chats, roles, escalatesTo, ...more }: PersonCard): string {
  const reached = lineOf(phone, email, ...chats.map((chat) => `${chat.via} ${chat.name}`))
  const only = more.types.length > 0 && `for ${more.types.join(', ')} only`
  const when = lineOf(more.hours, only, more.timezone, more.isAway && 'away now')
  const place = lineOf(roles.length > 0 && roles.join(', '), escalatesTo.length > 0 && `then ${escalatesTo.join(', ')}`)
  return `${lineOf(name, title)}${below(reached || 'no contact is known', when, place)}`
}

function contactLines({ name, kind, phone, email, url, chat, hours, plan, notes, statusUrl, usedBy }: ContactCard): string {
  const reached = lineOf(phone, email, chat, url)
  const terms = lineOf(hours, plan, statusUrl && `status ${statusUrl}`)
  const used = usedBy.length > 0 && `for ${usedBy.map((each) => each.name).join(', ')}`
  return `${lineOf(name, kind)}${below(reached || 'no contact is known', terms, notes, used)}`
}
