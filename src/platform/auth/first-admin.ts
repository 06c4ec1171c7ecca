import type { Settings } from '../config.ts'
import { Problem } from '../http/problem.ts'
import { createAccount, hasAdmin } from './accounts.ts'
import type { Doorkeeper } from './authenticate.ts'

type Unattended = Pick<Settings, 'adminEmail' | 'adminPassword'>

/** Makes the admin that the settings name, where there is none yet. Before anybody can ask: a sign-in right after the start must work. */
export async function ensureAdmin({ adminEmail, adminPassword }: Unattended, doorkeeper: Doorkeeper): Promise<void> {
  if (!adminEmail || !adminPassword || (await hasAdmin(doorkeeper.pool))) return
  const account = { name: adminEmail, email: adminEmail, password: adminPassword, role: 'admin' as const }
  try {
    await createAccount(doorkeeper, account, doorkeeper.now())
  } catch (error) {
    // Another process of this database was faster.
    if (!(error instanceof Problem && error.code === 'email-taken' && (await hasAdmin(doorkeeper.pool)))) throw error
  }
}
