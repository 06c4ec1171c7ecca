import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { ClockTime } from '../../../web/kit/relative-time.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { api } from '../../../web/server/api.ts'
import { Page } from '../../../web/shell/page.tsx'
import type { DirectoryAnswer } from '../contract.ts'
import { say as named } from './manifest-strings.ts'
import { say } from './strings.ts'

const PRINTABLE = '/api/v1/directory/page'
const WIDE = 'minmax(0, 1.2fr) minmax(0, 1.6fr) minmax(0, 1.2fr)'
const NARROW = 'minmax(0, 1fr) minmax(0, 1.2fr)'

/** Whom to reach, and how: people of the house by role, and everybody outside. */
export function Screen() {
  const { data, isError, isPending, refetch } = useQuery({
    queryKey: ['policy', { directory: true }],
    queryFn: ({ signal }) => api<DirectoryAnswer>('/api/v1/directory', { signal }),
  })
  const print = (
    <Button
      component="a"
      href={PRINTABLE}
      target="_blank"
      rel="noopener"
      title={say('printWhat')}
      leftSection={<IconPrinter size={16} aria-hidden />}
    >
      {say('print')}
    </Button>
  )
  return (
    <Page title={named('title')} note={data && say('count', { count: data.people.length })} action={data && print}>
      {isError && (
        <ErrorState what={say('failed')} kept={say('failedKept')} action={<Button onClick={() => void refetch()}>{say('again')}</Button>} />
      )}
      {isPending && <RowsSkeleton rows={8} />}
      {data && (
        <div className="stack">
          <OnCall duty={data.onCall} />
          <People people={data.people} areNumbersShown={data.can.seeNumbers} />
          <Contacts contacts={data.contacts} />
          <Links links={data.links} />
          <Aims aims={data.aims} />
        </div>
      )}
    </Page>
  )
}

function OnCall({ duty }: { duty: DirectoryAnswer['onCall'] }) {
  if (duty.length === 0) return null
  return (
    <Panel title={say('onCall')}>
      <Rows columns={WIDE} narrowColumns={NARROW} label={say('onCall')}>
        {duty.map(({ schedule, name, people, until }) => (
          <Row key={schedule}>
            <Link to="/on-call" className="one-line medium">
              {name}
            </Link>
            <span className="one-line">
              {people.length === 0 && <span className="missed">{say('nobody')}</span>}
              {people.map((each) => (
                <Fragments key={each.id} parts={[each.name, each.phone && <Telephone key="phone" number={each.phone} />]} />
              ))}
            </span>
            <span className="t3 nowrap only-wide">
              {until && (
                <>
                  {say('until')} <ClockTime at={until} />
                </>
              )}
            </span>
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function People({ people, areNumbersShown }: { people: DirectoryAnswer['people']; areNumbersShown: boolean }) {
  return (
    <Panel title={say('people')} note={areNumbersShown ? people.length : say('numbersHidden')}>
      <Rows columns={WIDE} narrowColumns={NARROW} head={[say('people'), say('reach'), say('when')]} isTall label={say('people')}>
        {people.map((person) => (
          <Row key={person.id}>
            <Two first={<b className="medium">{person.name}</b>} second={[person.title, ...person.roles].filter(Boolean).join(' · ')} />
            <Two
              first={<Ways phone={person.phone} email={person.email} />}
              second={person.chats.map(({ via, name }) => `${via} ${name}`).join(' · ')}
            />
            <Two
              isWide
              first={person.isAway ? <span className="missed">{say('away')}</span> : (person.hours ?? say('anyHour'))}
              second={[
                person.types.length > 0 && say('onlyFor', { types: person.types.join(', ') }),
                person.timezone,
                person.escalatesTo.length > 0 && `${say('nextAsk')} ${person.escalatesTo.join(', ')}`,
              ]
                .filter(Boolean)
                .join(' · ')}
            />
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function Contacts({ contacts }: { contacts: DirectoryAnswer['contacts'] }) {
  if (contacts.length === 0) return <EmptyState title={say('contacts')} what={say('noContacts')} />
  return (
    <Panel title={say('contacts')} note={contacts.length}>
      <Rows columns={WIDE} narrowColumns={NARROW} head={[say('contacts'), say('reach'), say('usedFor')]} isTall label={say('contacts')}>
        {contacts.map((contact) => (
          <Row key={contact.id}>
            <Two
              first={
                <b className="medium" id={`contact-${contact.id}`}>
                  {contact.name}
                </b>
              }
              second={[contact.kind, contact.hours, contact.plan, contact.notes].filter(Boolean).join(' · ')}
            />
            <Two first={<Ways phone={contact.phone} email={contact.email} url={contact.url} />} second={contact.chat} />
            <Two
              isWide
              first={contact.usedBy.map(({ name }) => name).join(', ')}
              second={contact.statusUrl && <Outside url={contact.statusUrl} word={say('status')} />}
            />
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function Links({ links }: { links: DirectoryAnswer['links'] }) {
  if (links.length === 0) return null
  return (
    <Panel title={say('links')} note={links.length}>
      <Rows columns={WIDE} narrowColumns={NARROW} head={[say('links'), say('reach'), say('linkOf')]} isTall label={say('links')}>
        {links.map(({ name, url, kind, service }) => (
          <Row key={`${name} ${url}`}>
            <Two first={<b className="medium">{name}</b>} second={kind} />
            <Two first={<Outside url={url} />} second={null} />
            <Two isWide first={service} second={null} />
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

const AIMS = ['objectives', 'principles', 'groundRules'] as const

/** What the organisation wants of its response, in its own words. */
function Aims({ aims }: { aims: DirectoryAnswer['aims'] }) {
  return AIMS.filter((kind) => aims[kind].length > 0).map((kind) => (
    <Panel key={kind} title={say(kind)} note={aims[kind].length}>
      <Rows columns="minmax(0, 1fr)" narrowColumns="minmax(0, 1fr)" label={say(kind)}>
        {aims[kind].map((words) => (
          <Row key={words}>
            <span>{words}</span>
          </Row>
        ))}
      </Rows>
    </Panel>
  ))
}

function Two({ first, second, isWide = false }: { first: ReactNode; second: ReactNode; isWide?: boolean }) {
  return (
    <span className={isWide ? 'one-line only-wide' : 'one-line'}>
      {first}
      <span className="row-second">{second}</span>
    </span>
  )
}

/** On one line, so that a finger finds each. */
function Ways({ phone, email, url = null }: { phone: string | null; email: string | null; url?: string | null }) {
  if (!phone && !email && !url) return <span className="t3">{say('noContact')}</span>
  return (
    <Fragments
      parts={[
        phone && <Telephone key="phone" number={phone} />,
        email && (
          <a key="email" className="link" href={`mailto:${email}`}>
            {email}
          </a>
        ),
        url && <Outside key="url" url={url} />,
      ]}
    />
  )
}

/** What there is of it, apart from each other. */
function Fragments({ parts }: { parts: readonly ReactNode[] }) {
  return <>{parts.filter(Boolean).flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))} </>
}

const Telephone = ({ number }: { number: string }) => (
  <a className="link nowrap" href={`tel:${number.replace(/[^+\d]/g, '')}`}>
    {number}
  </a>
)

/** Only web addresses are followed: what a policy says is not code. */
function Outside({ url, word = url }: { url: string; word?: string }) {
  if (!/^https?:\/\//.test(url)) return <span>{word}</span>
  return (
    <a className="link" href={url} target="_blank" rel="noopener noreferrer">
      {word}
    </a>
  )
}
