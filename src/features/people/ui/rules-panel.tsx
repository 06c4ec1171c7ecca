import './rules.css'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { span } from '../../../web/times.ts'
import type { OwnRulesAnswer } from '../contract.ts'
import { PostForm } from './fields.tsx'
import { ownRulesPath, useOwnRules, usePost } from './queries.ts'
import { QuietHours } from './quiet-hours.tsx'
import { type DraftLine, RuleLines } from './rule-lines.tsx'
import { say } from './rules-strings.ts'
import { waitMs } from './rules-words.ts'
import { ZONES } from './zones.ts'

/** Which road a page takes when, by urgency; quiet hours; the person's own clock. Without an id one's own. */
export function RulesPanel({ id }: { id?: string }) {
  const { data, error, refetch } = useOwnRules(id)
  const [isSaved, setSaved] = useState(false)
  return (
    <Panel title={say(id ? 'rulesTheirs' : 'rules')} note={<span role="status">{isSaved ? say('saved') : ''}</span>} isPadded>
      {error && !data && <ErrorState what={say('failed')} kept={error.message} onAgain={() => void refetch()} />}
      {!data && !error && <RowsSkeleton />}
      {data && <RulesForm key={editedIn(data)} rules={data} id={id} onSaved={() => setSaved(true)} />}
    </Panel>
  )
}

/** A form begins anew when what it edits was changed, not when something around it was. */
const editedIn = ({ high, low, quiet, answerWithin, timezone }: OwnRulesAnswer): string =>
  JSON.stringify([high, low, quiet, answerWithin, timezone])

/** Something that a person edits has a name of its own, so that taking out a line does not move what was typed into another. */
const named = <T,>(items: readonly T[]): (T & { key: string })[] => items.map((item) => ({ ...item, key: crypto.randomUUID() }))
const bare = <T extends { key: string }>(items: readonly T[]): Omit<T, 'key'>[] => items.map(({ key: _, ...item }) => item)
const filled = (lines: readonly DraftLine[]) => bare(lines.filter(({ by }) => by.length > 0))

const ANSWER_WITHIN = ['1m', '2m', '3m', '5m', '10m']

function RulesForm({ rules, id, onSaved }: { rules: OwnRulesAnswer; id?: string; onSaved: () => void }) {
  const [high, setHigh] = useState(() => named(rules.high))
  const [low, setLow] = useState(() => named(rules.low))
  const [quiet, setQuiet] = useState(() => named(rules.quiet))
  const [answerWithin, setAnswerWithin] = useState(rules.answerWithin)
  const [timezone, setTimezone] = useState(rules.timezone)
  const { mutate, isPending, error } = usePost<OwnRulesAnswer>(ownRulesPath(id))
  const onSend = () => mutate({ high: filled(high), low: filled(low), quiet: bare(quiet), answerWithin, timezone }, { onSuccess: onSaved })
  const save = (
    <Button type="submit" variant="filled" loading={isPending}>
      {say('save')}
    </Button>
  )
  const waits = [...new Set([...ANSWER_WITHIN, ...(rules.answerWithin ? [rules.answerWithin] : [])])]
  return (
    <PostForm onSend={onSend} error={error} actions={save}>
      <RuleLines urgency="high" lines={high} rules={rules} onChange={setHigh} />
      <RuleLines urgency="low" lines={low} rules={rules} onChange={setLow} />
      {rules.conditional > 0 && <p className="t3 f12">{say('conditional', { count: rules.conditional })}</p>}
      <QuietHours windows={quiet} zone={timezone ?? rules.zone} onChange={setQuiet} />
      <Choice
        label={say('answerWithin')}
        description={say('answerWithinHelp')}
        placeholder={say('answerWithinNone')}
        data={waits.map((wait) => ({ value: wait, label: span(waitMs(wait)) }))}
        value={answerWithin}
        onChange={setAnswerWithin}
      />
      <Choice
        label={say(id ? 'zoneTheirs' : 'zone')}
        description={say('zoneHelp')}
        placeholder={say('zoneOfOrganization', { zone: rules.zone })}
        data={[...new Set([...ZONES, ...(rules.timezone ? [rules.timezone] : [])])]}
        value={timezone}
        onChange={setTimezone}
      />
    </PostForm>
  )
}
