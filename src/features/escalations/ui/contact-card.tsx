import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Facts } from '../../../web/kit/panel.tsx'
import { timeOfDay } from '../../../web/times.ts'
import type { Page } from '../contract.ts'
import { useActOnPage } from './queries.ts'
import { say } from './strings.ts'

type Contact = Page['contacts'][number]
type Props = { contact: Contact; page: string; mayAct: boolean }

/** Somebody outside whom one of us calls: how, and what they answered. The case number goes on the timeline. */
export function ContactCard({ contact, page, mayAct }: Props) {
  return (
    <section className="contact-card" aria-label={say('contact', { name: contact.name })}>
      <b>{say('contact', { name: contact.name })}</b>
      {contact.reason && <span className="t2">{say('because', { reason: contact.reason })}</span>}
      <Facts facts={factsOf(contact)} />
      {contact.done ? <Done done={contact.done} /> : mayAct && <CaseForm contact={contact} page={page} />}
    </section>
  )
}

const isWebAddress = (url: string): boolean => /^https?:\/\//.test(url)

function factsOf({ phone, email, url, chat, hours, plan, notes }: Contact) {
  const facts = [
    { word: say('contactPhone'), value: phone && <a href={`tel:${phone}`}>{phone}</a> },
    { word: say('contactEmail'), value: email && <a href={`mailto:${email}`}>{email}</a> },
    {
      word: say('contactUrl'),
      value:
        url && isWebAddress(url) ? (
          <a href={url} target="_blank" rel="noreferrer" className="link">
            {url}
          </a>
        ) : (
          url
        ),
    },
    { word: say('contactChat'), value: chat },
    { word: say('contactHours'), value: hours },
    { word: say('contactPlan'), value: plan },
    { word: say('contactNotes'), value: notes },
  ]
  return facts.filter(({ value }) => value)
}

function Done({ done }: { done: NonNullable<Contact['done']> }) {
  const said = [
    say('contactDone', { who: done.by.name, time: timeOfDay(Date.parse(done.at)) }),
    done.caseNumber ? say('contactCase', { number: done.caseNumber }) : '',
    done.note ?? '',
  ]
  return <p className="t2">{said.filter(Boolean).join(' · ')}</p>
}

function CaseForm({ contact, page }: { contact: Contact; page: string }) {
  const [caseNumber, setCase] = useState('')
  const [note, setNote] = useState('')
  const { mutate, isPending } = useActOnPage(page)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const told = { ...(caseNumber.trim() ? { caseNumber: caseNumber.trim() } : {}), ...(note.trim() ? { note: note.trim() } : {}) }
    mutate({ act: 'contacted', body: { contact: contact.id, ...told } })
  }
  return (
    <form className="contact-form" onSubmit={onSubmit}>
      <TextInput label={say('caseNumber')} value={caseNumber} onChange={(event) => setCase(event.currentTarget.value)} />
      <TextInput label={say('caseNote')} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <Button type="submit" variant="filled" loading={isPending}>
        {say('contacted')}
      </Button>
    </form>
  )
}
