import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api } from '../../../web/server/api.ts'
import { fullMoment, useZone } from '../../../web/times.ts'
import type { ExplainAnswer } from '../contract/explain.ts'
import { useSettled } from './queries.ts'
import { Written } from './sentence.tsx'
import { say } from './strings.ts'
import { nameAt, placesIn } from './yaml-names.ts'

type Props = { text: string; running: { text: string; version: number }; cursor: number }

/** What stands under the cursor: what it means, since when by whom, and what is owed because of it now. */
export function ExplainPanel({ text, running, cursor }: Props) {
  const settled = useSettled(text)
  const places = useMemo(() => placesIn(settled), [settled])
  const inForce = useMemo(() => new Set(placesIn(running.text).map(({ name }) => name)), [running.text])
  const name = useSettled(nameAt(places, cursor))
  const isKnown = name !== null && inForce.has(name)
  const { data } = useQuery({
    queryKey: ['policy', { explain: name, version: running.version }],
    queryFn: ({ signal }) => api<ExplainAnswer>(`/api/v1/policy/explain?path=${encodeURIComponent(name ?? '')}`, { signal }),
    enabled: isKnown,
    placeholderData: (before) => before,
  })
  if (name === null) return null
  return (
    <section className="policy-explain" aria-label={say('explained')}>
      <h3 className="mono one-line">{name}</h3>
      {isKnown ? data && <Explained answer={data} /> : <p className="t2">{say('notInForce')}</p>}
    </section>
  )
}

function Explained({ answer: { means, since, owed, usedBy } }: { answer: ExplainAnswer }) {
  useZone()
  return (
    <>
      <ul>
        {means.map((each) => (
          <li key={each}>
            <Written text={each} />
          </li>
        ))}
      </ul>
      {owed.map(({ reference, clock, title }) => (
        <p key={`${reference} ${clock}`} className="soon">
          {say.rich('owedNow', {
            title,
            incident: (
              <Link key={reference} to={`/incidents/${reference}`}>
                {reference}
              </Link>
            ),
          })}
        </p>
      ))}
      <p className="t3 f12">
        {[
          since && say('sinceVersion', { version: since.version, by: since.by, at: fullMoment(Date.parse(since.at)) }),
          usedBy.length > 0 && say('usedBy', { list: usedBy.join(', ') }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </>
  )
}
