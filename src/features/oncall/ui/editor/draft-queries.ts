import { queryOptions } from '@tanstack/react-query'
import type { Bundle } from '../../../../core/policy/schema/bundle.ts'
import type { Schedule } from '../../../../core/policy/schema/schedule.ts'
import { api } from '../../../../web/server/api.ts'
import type { DraftAnswer } from '../../contract/draft.ts'
import { schedulePath } from '../queries.ts'
import { temporalReady } from './temporal-ready.ts'

/** What an editor begins from: the deciding part of the policy, and when this schedule paged somebody. */
export type Base = Omit<DraftAnswer, 'bundle'> & { bundle: Bundle }

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['policy', { rotation: id }],
    queryFn: async ({ signal }): Promise<Base> => {
      const [answer] = await Promise.all([api<DraftAnswer>(`${schedulePath(id)}/rotation`, { signal }), temporalReady()])
      // the server sends its own bundle, cut down: what is in it has the language's shape
      return { ...answer, bundle: answer.bundle as unknown as Bundle }
    },
  })

export const scheduleIn = ({ bundle, id }: Base): Schedule | undefined => bundle.schedules?.find((each) => each.id === id)

/** A name nobody has: what stands behind it is everybody who could be a member. */
export const NOBODYS = 'new-schedule'
