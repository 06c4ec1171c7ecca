import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Panel } from '../../../web/kit/panel.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import type { Preview, TemplateRow } from '../contract.ts'
import { say } from './strings.ts'

/** One SMS of the plain alphabet; a longer one is paid and shown in parts. */
const SMS_LETTERS = 160
const SMS_PART_LETTERS = 153

const partsOf = (characters: number): number => (characters <= SMS_LETTERS ? 1 : Math.ceil(characters / SMS_PART_LETTERS))

/** One text as its readers will see it; what is missing is named where it would stand. */
export function PreviewCard({ preview, template }: { preview: Preview; template: TemplateRow | undefined }) {
  const { for: audience, characters, isReady, why, pieces } = preview
  const { condition = null } = template ?? {}
  return (
    <Panel
      title={say('audience', { audience })}
      note={condition ? say('condition', { condition }) : say('always')}
      actions={
        <StatusWord icon={isReady ? IconCheck : IconAlertTriangle} {...(isReady ? {} : { tone: 'soon' as const })}>
          {isReady ? say('ready') : say('notReady')}
        </StatusWord>
      }
      isPadded
    >
      {pieces.subject && (
        <p>
          <span className="t3">{say('subject')} </span>
          <Pieces pieces={pieces.subject} />
        </p>
      )}
      <p className={`templates-text templates-${audience === 'sms' ? 'sms' : 'wide'}`}>
        <Pieces pieces={pieces.text} />
      </p>
      {why && (
        <p className="soon" role="status">
          {why}
        </p>
      )}
      <div className="line line-wrap">
        <span className="t3 f12">
          {say('characters', { count: characters })}
          {audience === 'sms' && `, ${say('parts', { count: partsOf(characters) })}`}
        </span>
        <Link className="push quiet-link" to="/policy/forms" search={{ section: 'templates', entry: preview.template } as never}>
          {say('edit')}
        </Link>
      </div>
      {template && (
        <details className="templates-source">
          <summary>{say('source')}</summary>
          <pre className="mono">{template.text}</pre>
        </details>
      )}
    </Panel>
  )
}

function Pieces({ pieces }: { pieces: Preview['pieces']['text'] }) {
  return pieces.map(({ text, isMissing }, i) =>
    isMissing ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <mark key={i} className="templates-missing">
        {say('missing', { name: text })}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <span key={i}>{text}</span>
    ),
  )
}
