import { Button, FileButton } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { Panel } from '../../../web/kit/panel.tsx'
import { sayFailed } from '../../../web/shell/undo.tsx'
import { timeOfDay } from '../../../web/times.ts'
import { LARGEST_EVIDENCE_BYTES } from '../contract/evidence-size.ts'
import { useRoom } from './room.ts'
import { say } from './side-strings.ts'

const KB = 1024
/** Of 64 digits: enough to compare by eye, the whole is on hover. */
const SHOWN_DIGITS = 16

/** Files that were kept, with the hash of their bytes. */
export function EvidencePanel() {
  const { incident, act, isActing } = useRoom()
  const { evidence, can } = incident
  const attach = async (file: File | null) => {
    if (!file) return
    if (file.size > LARGEST_EVIDENCE_BYTES)
      return sayFailed({ said: say('tooLarge', { name: file.name, most: LARGEST_EVIDENCE_BYTES / KB / KB }) })
    const body = { name: file.name, mediaType: file.type || 'application/octet-stream', content: await base64Of(file) }
    await act('attach', body).catch(() => undefined)
  }
  return (
    <Panel title={say('evidence')} note={evidence.length} isPadded>
      {evidence.length === 0 && <p className="t3">{say('evidenceWhat')}</p>}
      {evidence.length > 0 && (
        <ul className="stack">
          {evidence.map(({ id, name, url, sha256, bytes, by, at }) => (
            <li key={id} className="stack-4">
              <a href={url} download={name} className="one-line">
                {name}
              </a>
              <span className="t3 f12">
                {say('size', { size: Math.max(1, Math.round(bytes / KB)), who: by.name, time: timeOfDay(Date.parse(at)) })}
              </span>
              <span className="t3 f12 mono one-line" title={sha256}>
                {say('sha', { hash: `${sha256.slice(0, SHOWN_DIGITS)}…` })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {can.act && (
        <FileButton onChange={(file) => void attach(file)}>
          {(shared) => (
            <Button {...shared} size="xs" className="room-start" loading={isActing} leftSection={<IconPaperclip size={14} aria-hidden />}>
              {say('attach')}
            </Button>
          )}
        </FileButton>
      )}
    </Panel>
  )
}

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
