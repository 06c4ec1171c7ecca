import { Button, CopyButton, Modal } from '@mantine/core'
import type { KeyAnswer } from '../contract.ts'
import { say } from './strings.ts'

/** Where a sender posts, with what key, and what to paste into its configuration. */
export function KeyDialog({ name, made, onClose }: { name: string; made: KeyAnswer; onClose: () => void }) {
  const lines = [
    { label: say('address'), text: made.url },
    { label: say('routingKey'), text: made.key },
    { label: say('snippet'), text: made.snippet },
  ]
  return (
    <Modal opened onClose={onClose} title={name} size="lg" closeButtonProps={{ 'aria-label': say('close') }}>
      <div className="stack">
        {lines.map(({ label, text }) => (
          <section key={label} aria-label={label} className="stack">
            <span className="line">
              <b>{label}</b>
              <CopyButton value={text}>
                {({ copied, copy }) => (
                  <Button size="xs" className="push" aria-label={`${say('copy')}: ${label}`} onClick={copy}>
                    {copied ? say('copied') : say('copy')}
                  </Button>
                )}
              </CopyButton>
            </span>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll by themselves, so keyboards must reach them */}
            <pre className="snippet mono" tabIndex={0}>
              {text}
            </pre>
          </section>
        ))}
      </div>
    </Modal>
  )
}
