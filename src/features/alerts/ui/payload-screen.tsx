import { useQuery } from '@tanstack/react-query'
import { Facts, Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { fullMomentToSecond, useZone } from '../../../web/times.ts'
import type { AlertDetail, PayloadAnswer } from '../contract.ts'
import { AlertFrame, Failed } from './alert-frame.tsx'
import { payloadQuery } from './queries.ts'
import { say } from './strings.ts'

/** What the sender posted, word for word, beside what was made of it: where they differ, the mapping is to blame. */
export const Screen = () => <AlertFrame>{(alert) => <Payload alert={alert} />}</AlertFrame>

function Payload({ alert }: { alert: AlertDetail }) {
  const { data, isError, isPending, refetch } = useQuery(payloadQuery(alert.id))
  if (isPending) return <RowsSkeleton rows={8} />
  if (isError) return <Failed what={say('failedPayload')} onAgain={() => void refetch()} />
  return (
    <div className="alert-halves">
      <Arrived answer={data} />
      <Panel title={say('understood')} note={say('understoodNote')} isPadded>
        <Understood understood={data.understood} />
      </Panel>
    </div>
  )
}

function Arrived({ answer: { received, isByHand } }: { answer: PayloadAnswer }) {
  useZone()
  return (
    <Panel title={say('received')} note={received ? fullMomentToSecond(Date.parse(received.at)) : undefined}>
      {received ? (
        <>
          <Code label={say('received')} text={pretty(received.body)} />
          <p className="alert-promise f12 t3">{received.isCut ? say('receivedCut') : say('receivedRedacted')}</p>
        </>
      ) : (
        <p className="panel-inside t2">{isByHand ? say('openedByHand') : say('notKept')}</p>
      )}
    </Panel>
  )
}

function Understood({ understood }: { understood: PayloadAnswer['understood'] }) {
  useZone()
  const { key, title, source, integration, startedAt, labels, details, links } = understood
  const facts = [
    { word: say('factTitle'), value: title },
    { word: say('factKey'), value: key },
    { word: say('factSource'), value: source },
    { word: say('factIntegration'), value: integration },
    ...(startedAt ? [{ word: say('factStarted'), value: fullMomentToSecond(Date.parse(startedAt)) }] : []),
  ]
  return (
    <div className="stack">
      <div className="alert-pairs">
        <Facts facts={facts} />
      </div>
      <Code label={say('understood')} text={JSON.stringify({ labels, details, links }, null, 2)} />
    </div>
  )
}

/** JSON in lines of its own; what is none, or was cut, as it came. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by itself, so keyboards must reach it
    // biome-ignore lint/a11y/useSemanticElements: a section with a name would be a landmark inside of the panel's own
    <div className="alert-code" role="group" tabIndex={0} aria-label={label}>
      <pre className="mono f12">{text}</pre>
    </div>
  )
}
