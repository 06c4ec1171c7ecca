import { api } from '../../../web/server/api.ts'

/** Ends the session and loads the sign-in screen afresh, so that nothing of what was shown stays in memory. */
export async function signOut(): Promise<void> {
  await api('/api/auth/sign-out', { method: 'POST', body: {} })
  location.assign('/sign-in')
}
