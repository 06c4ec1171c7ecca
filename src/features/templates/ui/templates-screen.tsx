import { Button, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Page, type PageTab } from '../../../web/shell/page.tsx'
import { currentZone, useZone } from '../../../web/times.ts'
import type { PreviewBody, TemplateRow } from '../contract.ts'
import { PreviewCard } from './preview-card.tsx'
import { useIncidentsToFillWith, usePreview, useTemplates } from './queries.ts'
import { say } from './strings.ts'
import './templates.css'

/** The screens of the policy, one of which this is. */
const policyTabs = (): PageTab[] => [
  { label: say('draft'), to: '/policy' },
  { label: say('forms'), to: '/policy/forms' },
  { label: say('templates'), to: '/policy/templates' },
  { label: say('versions'), to: '/policy/versions' },
  { label: say('accepted'), to: '/policy/accepted' },
]

/** How each text of a moment reads in each channel and for each audience, before anybody else reads it. */
export function Screen() {
  const { data, error, refetch } = useTemplates()
  const add = (
    <Button component={Link} to="/policy/forms" search={{ section: 'templates' } as never}>
      {say('add')}
    </Button>
  )
  return (
    <Page title={say('title')} tabs={policyTabs()} action={<span />}>
      {error && <ErrorState what={say('failed')} kept={`${error.message} ${say('failedKept')}`} onAgain={() => void refetch()} />}
      {!data && !error && <RowsSkeleton rows={4} />}
      {data?.items.length === 0 && <EmptyState title={say('empty')} what={say('emptyWhat')} cli={say('emptyCli')} action={add} />}
      {data && data.items.length > 0 && <Moments templates={data.items} />}
    </Page>
  )
}

type Asked = { moment?: string; incident?: string }

function Moments({ templates }: { templates: readonly TemplateRow[] }) {
  useZone()
  const navigate = useNavigate()
  const asked = useSearch({ strict: false }) as Asked
  const incidents = useIncidentsToFillWith()
  const [typed, setTyped] = useState({ say: '', nextIn: '' })
  const moments = [...new Set(templates.map((each) => each.moment))]
  const moment = moments.find((each) => each === asked.moment) ?? moments[0] ?? ''
  const choose = (changed: Asked) => void navigate({ to: '.', search: { ...asked, ...changed } })
  const usesUpdate = templates.some((each) => each.moment === moment && each.placeholders.some((name) => name.startsWith('update.')))
  const body = useDeferredValue<PreviewBody>({
    ...{ moment, timezone: currentZone(), ...(asked.incident ? { incident: asked.incident } : {}) },
    ...(usesUpdate && typed.say.trim() ? { say: typed.say.trim() } : {}),
    ...(usesUpdate && /^\d+\s*[a-z]+$/.test(typed.nextIn.trim()) ? { nextIn: typed.nextIn.trim() } : {}),
  })
  return (
    <div className="stack">
      <div className="templates-bar">
        <Choice label={say('moment')} data={moments} value={moment} onChange={(value) => choose({ moment: value ?? undefined } as Asked)} />
        <Choice
          label={say('filledWith')}
          placeholder={say('example')}
          data={incidents.map(({ reference, title }) => ({ value: reference, label: `${reference} ${title}` }))}
          value={asked.incident ?? null}
          onChange={(value) => choose({ incident: value ?? undefined } as Asked)}
        />
        {usesUpdate && (
          <>
            <TextInput
              label={say('sayLabel')}
              description={say('sayHelp')}
              value={typed.say}
              onChange={(event) => setTyped({ ...typed, say: event.currentTarget.value })}
            />
            <TextInput
              label={say('nextLabel')}
              description={say('nextHelp')}
              value={typed.nextIn}
              onChange={(event) => setTyped({ ...typed, nextIn: event.currentTarget.value })}
            />
          </>
        )}
      </div>
      <Previews body={body} templates={templates} />
    </div>
  )
}

function Previews({ body, templates }: { body: PreviewBody; templates: readonly TemplateRow[] }) {
  const { data, error, refetch } = usePreview(body)
  if (error) return <ErrorState what={say('previewFailed')} kept={error.message} onAgain={() => void refetch()} />
  if (!data) return <RowsSkeleton rows={3} />
  if (data.items.length === 0) return <EmptyState title={say('none')} what={say('noneWhat')} />
  return (
    <div className="templates">
      {data.items.map((preview) => (
        <PreviewCard key={preview.template} preview={preview} template={templates.find(({ id }) => id === preview.template)} />
      ))}
    </div>
  )
}
