import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ImpactView } from '../contract/incident.ts'
import { closeDeclare } from './declare-store.ts'
import { declareIncident } from './queries.ts'

export type DeclareDraft = {
  title: string
  severity: string | null
  service: string | null
  source: string | null
  isPaging: boolean
  impact: Record<string, ImpactView['value']>
}

/** Declares, and leads into the war room. What was refused is said at the title and nothing is lost. */
export function useDeclaring() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [problem, setProblem] = useState<string>()
  const [isSending, setSending] = useState(false)
  const send = async ({ title, severity, service, source, isPaging, impact }: DeclareDraft) => {
    setSending(true)
    try {
      const { reference } = await declareIncident({
        title,
        page: isPaging,
        impact: knownOf(impact),
        ...(severity ? { severity } : {}),
        ...(service ? { service } : {}),
        ...(source ? { detectedBy: source } : {}),
      })
      closeDeclare()
      void client.invalidateQueries({ queryKey: ['incident'] })
      await navigate({ to: `/incidents/${reference}` })
    } catch (error) {
      setProblem((error as Error).message)
    } finally {
      setSending(false)
    }
  }
  return { send, problem, isSending }
}

/** Fields that somebody has filled in. */
export const knownOf = (impact: DeclareDraft['impact']): DeclareDraft['impact'] =>
  Object.fromEntries(
    Object.entries(impact).filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)),
  )
