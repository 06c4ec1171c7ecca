import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { nowMs } from '../../../web/clock.ts'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import { relative } from '../../../web/times.ts'
import type { ReportList, ReportView } from '../contract/report.ts'
import { type AskForm, textField } from './ask.ts'
import { AskDialog } from './ask-dialog.tsx'
import { say } from './list-strings.ts'
import { useDeclareChoices } from './queries.ts'

const BASE = '/api/v1/reports'

type Decide = { id: string; how: 'declare' | 'duplicate' | 'decline'; body?: object }

function useReports() {
  const client = useQueryClient()
  const freshen = () => Promise.all(['report', 'incident'].map((kind) => client.invalidateQueries({ queryKey: [kind] })))
  const onError = (error: Error) => sayFailed({ said: error.message })
  const list = useQuery({ queryKey: ['report', { waiting: true }], queryFn: ({ signal }) => api<ReportList>(BASE, { signal }) })
  const decide = useMutation({
    mutationFn: ({ id, how, body = {} }: Decide) => api<ReportView>(`${BASE}/${encodeURIComponent(id)}/${how}`, { method: 'POST', body }),
    onSuccess: freshen,
    onError,
  })
  const report = useMutation({ mutationFn: (body: object) => api<ReportView>(BASE, { method: 'POST', body }), onSuccess: freshen, onError })
  return {
    items: list.data?.items ?? [],
    decide: decide.mutateAsync,
    report: report.mutateAsync,
    isBusy: decide.isPending || report.isPending,
  }
}

/** What people noticed and nobody has decided on: an incident, part of one, or none. */
export function ReportsPanel() {
  const { items, decide, report, isBusy } = useReports()
  const choices = useDeclareChoices(true).data
  const [form, setForm] = useState<AskForm | null>(null)
  return (
    <>
      {choices?.canReport && (
        <div className="line">
          <Button size="xs" onClick={() => setForm(reportForm(choices.services, report))}>
            {say('report')}
          </Button>
        </div>
      )}
      {items.length > 0 && (
        <Panel title={say('reports')} note={items.length}>
          <Rows columns="minmax(0, 1fr) auto" narrowColumns="minmax(0, 1fr)" isTall label={say('reports')}>
            {items.map((each) => (
              <Row key={each.id}>
                <ReportWords report={each} />
                <Deciding report={each} isBusy={isBusy} decide={decide} onAsk={setForm} />
              </Row>
            ))}
          </Rows>
        </Panel>
      )}
      {form && <AskDialog form={form} isBusy={isBusy} onClose={() => setForm(null)} />}
    </>
  )
}

function ReportWords({ report: { title, details, service, urgency, by, at } }: { report: ReportView }) {
  const about = [say(urgency), service?.name, say('reportedBy', { who: by.name, time: relative(Date.parse(at), nowMs()) })]
  return (
    <span className="list-what">
      <span className="medium f14">{title}</span>
      {details && <span className="t2">{details}</span>}
      <span className="row-second">{about.filter(Boolean).join(' · ')}</span>
    </span>
  )
}

type Decider = (decision: Decide) => Promise<ReportView>
type DecidingProps = { report: ReportView; isBusy: boolean; decide: Decider; onAsk: (form: AskForm) => void }

function Deciding({ report, isBusy, decide, onAsk }: DecidingProps) {
  const navigate = useNavigate()
  const declare = async () => {
    const { incident } = await decide({ id: report.id, how: 'declare' })
    if (incident) await navigate({ to: `/incidents/${incident.reference}` })
  }
  const { can } = report
  return (
    <span className="line line-wrap">
      {can.declare && (
        <Button size="xs" loading={isBusy} aria-label={say('isIncidentOf', report)} onClick={() => void declare().catch(() => undefined)}>
          {say('isIncident')}
        </Button>
      )}
      {can.duplicate && (
        <Button size="xs" aria-label={say('isDuplicateOf', report)} onClick={() => onAsk(duplicateForm(report, decide))}>
          {say('isDuplicate')}
        </Button>
      )}
      {can.decline && (
        <Button size="xs" aria-label={say('isNoneOf', report)} onClick={() => onAsk(declineForm(report, decide))}>
          {say('isNone')}
        </Button>
      )}
    </span>
  )
}

const duplicateForm = ({ id, title }: ReportView, decide: Decider): AskForm => ({
  title: say('duplicateTitle'),
  submit: say('tie'),
  note: <p>{title}</p>,
  fields: [{ name: 'incident', label: say('duplicateOf'), kind: 'line', isNeeded: true }],
  send: (body) => decide({ id, how: 'duplicate', body }),
})

const declineForm = ({ id, title }: ReportView, decide: Decider): AskForm => ({
  title: say('declineTitle'),
  submit: say('decline'),
  note: <p>{title}</p>,
  fields: [textField('reason', say('declineWhy'), true)],
  send: (body) => decide({ id, how: 'decline', body }),
})

const reportForm = (services: readonly { id: string; name: string }[], report: (body: object) => Promise<unknown>): AskForm => ({
  title: say('reportTitle'),
  submit: say('reportSend'),
  note: <p className="t2">{say('reportMeans')}</p>,
  fields: [
    { name: 'title', label: say('reportWhat'), kind: 'line', isNeeded: true },
    textField('details', say('reportDetails')),
    { name: 'service', label: say('reportService'), kind: 'choice', options: services.map(({ id, name }) => ({ value: id, label: name })) },
    {
      name: 'urgency',
      label: say('reportUrgency'),
      kind: 'choice',
      initial: 'today',
      isNeeded: true,
      options: (['now', 'today', 'later'] as const).map((value) => ({ value, label: say(value) })),
    },
  ],
  send: report,
})
