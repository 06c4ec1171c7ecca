import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../web/server/api.ts'
import type { RoadStateAnswer, RoadsAnswer } from '../contract.ts'

/** Undefined is whoever is signed in. */
export type Whose = string | undefined

const baseOf = (whose: Whose): string => (whose ? `/api/v1/people/${encodeURIComponent(whose)}` : '/api/v1/me')

// Contacts live in the policy: its changes freshen what is known of them.
const keyOf = (whose: Whose) => ['policy', { roads: whose ?? 'me' }] as const

export const useRoads = (whose: Whose) =>
  useQuery({ queryKey: keyOf(whose), queryFn: ({ signal }) => api<RoadsAnswer>(`${baseOf(whose)}/roads`, { signal }) })

/** Only one's own roads are tested and verified: a code proves that one reads it. */
function useRoadsAct<B>(act: 'test' | 'prove', onDone: (answer: RoadsAnswer, body: B) => void) {
  const client = useQueryClient()
  return useMutation<RoadsAnswer, Error, B>({
    mutationFn: (body) => api<RoadsAnswer>(`${baseOf(undefined)}/roads/${act}`, { method: 'POST', body }),
    onSuccess: (answer, body) => {
      client.setQueryData(keyOf(undefined), answer)
      onDone(answer, body)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['policy'] }),
  })
}

export const useTest = (onDone: () => void) => useRoadsAct<{ channels?: string[] }>('test', onDone)
export const useProve = (onDone: (answer: RoadsAnswer) => void) => useRoadsAct<{ code: string }>('prove', onDone)

type Device = { endpoint: string }

/** Takes a contact away; of push all devices. */
export function useRemove(whose: Whose, onDone: () => void) {
  const client = useQueryClient()
  return useMutation<unknown, Error, RoadStateAnswer>({
    mutationFn: ({ contact }) => (contact === 'webpush' ? removeDevices() : removeContact(whose, contact)),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: ['policy'] }),
  })
}

const removeContact = (whose: Whose, contact: string): Promise<unknown> =>
  whose
    ? api(baseOf(whose), { method: 'POST', body: { contacts: { [contact]: null } } })
    : api(`${baseOf(whose)}/contacts`, { method: 'POST', body: { [contact]: null } })

async function removeDevices(): Promise<void> {
  const path = '/api/v1/me/push'
  const { devices } = await api<{ devices: Device[] }>(path)
  for (const { endpoint } of devices) await api(path, { method: 'DELETE', body: { endpoint } })
}
