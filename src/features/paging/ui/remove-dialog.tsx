import { Button, Modal } from '@mantine/core'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { RoadStateAnswer } from '../contract.ts'
import { useRemove, type Whose } from './queries.ts'
import { whereTo } from './road-line.tsx'
import { say } from './strings.ts'

type Props = { road: RoadStateAnswer; roads: readonly RoadStateAnswer[]; whose: Whose; onClose: () => void }

/** Says what removing costs before it is done. */
export function RemoveDialog({ road, roads, whose, onClose }: Props) {
  const { mutate, isPending } = useRemove(whose, onClose)
  const isShared = roads.some(({ contact, channel }) => contact === road.contact && channel !== road.channel)
  const wakes = (each: RoadStateAnswer): boolean => each.wakes && each.counts
  const isLast = wakes(road) && !roads.some((each) => wakes(each) && each.contact !== road.contact)
  const lastWords = isLast ? say(whose ? 'removeLastTheirs' : 'removeLast') : ''
  return (
    <Modal opened onClose={onClose} title={say('removeTitle', { what: whereTo(road) })} withCloseButton={false}>
      <div className="stack">
        <p>
          {say('removeWhat')} {isShared && say('removeBoth')}
        </p>
        {lastWords && <p className="missed strong">{lastWords}</p>}
        <div className="form-actions">
          <Button onClick={onClose}>{say('keep')}</Button>
          <Button
            variant="outline"
            loading={isPending}
            onClick={() => mutate(road, { onError: (error) => sayFailed({ said: error.message }) })}
          >
            {say('remove')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
