import { Button, CopyButton, Modal } from '@mantine/core'
import { say } from './strings.ts'

/** A secret that is shown now and never again. */
export function ShownOnce({ title, lead, secret, onClose }: { title: string; lead: string; secret: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': say('close') }}>
      <div className="stack">
        <p>{lead}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line scrolls by itself, so keyboards must reach it */}
        <code className="secret-line mono" tabIndex={0}>
          {secret}
        </code>
        <div className="form-actions">
          <CopyButton value={secret}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? say('copied') : say('copy')}</Button>}
          </CopyButton>
          <Button variant="filled" onClick={onClose}>
            {say('close')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
