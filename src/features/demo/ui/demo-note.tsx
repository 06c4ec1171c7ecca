import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Panel } from '../../../web/kit/panel.tsx'
import { api } from '../../../web/server/api.ts'
import { useMe } from '../../../web/server/session.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import { say } from './strings.ts'

/** While the example is there: says so, and takes it away with one click. */
export function Slot() {
  const client = useQueryClient()
  const me = useMe()
  const { data } = useQuery({ queryKey: ['demo'], queryFn: ({ signal }) => api<{ isPresent: boolean }>('/api/v1/demo', { signal }) })
  const { mutate, isPending } = useMutation({
    mutationFn: () => api('/api/v1/demo', { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries(),
    onError: (error) => sayFailed({ said: error.message }),
  })
  if (!data?.isPresent) return null
  return (
    <Panel title={say('title')} isPadded>
      <span className="t2">{say('what')}</span>
      {me?.may.includes('demo.write') && (
        <Button loading={isPending} onClick={() => mutate()}>
          {say('remove')}
        </Button>
      )}
    </Panel>
  )
}
