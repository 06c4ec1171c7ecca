import { Button } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../web/server/api.ts'
import type { ImpactView, Proposed } from '../contract/incident.ts'
import { say } from './declare-strings.ts'
import { ImpactInput } from './impact-input.tsx'
import { type DeclareDraft, knownOf } from './use-declaring.ts'

type Props = {
  fields: readonly ImpactView[]
  draft: DeclareDraft
  severity: string | null
  onChange: (fields: Partial<DeclareDraft>) => void
}

/** Whom it hits; what is known may speak for another level, and says why. */
export function DeclareImpact({ fields, draft, severity, onChange }: Props) {
  const proposal = useProposal(draft)
  return (
    <details className="declare-impact">
      <summary>{say('impact')}</summary>
      <div className="stack">
        {fields.map((field) => (
          <ImpactInput
            key={field.id}
            field={field}
            value={draft.impact[field.id] ?? null}
            onChange={(value) => onChange({ impact: { ...draft.impact, [field.id]: value } })}
          />
        ))}
        <div aria-live="polite">
          {proposal && proposal.severity !== severity && (
            <div className="notice">
              <IconBolt size={16} aria-hidden />
              <span>{say('proposal', proposal)}</span>
              <Button size="xs" className="push" onClick={() => onChange({ severity: proposal.severity })}>
                {say('takeProposal', proposal)}
              </Button>
            </div>
          )}
        </div>
      </div>
    </details>
  )
}

function useProposal({ service, impact: filled }: DeclareDraft): Proposed['proposal'] {
  const impact = knownOf(filled)
  const body = { impact, ...(service ? { service } : {}) }
  const { data } = useQuery({
    queryKey: ['policy', { proposal: body }],
    queryFn: ({ signal }) => api<Proposed>('/api/v1/incidents/proposal', { method: 'POST', body, signal }),
    enabled: Object.keys(impact).length > 0,
    placeholderData: (before) => before,
  })
  return data?.proposal ?? null
}
