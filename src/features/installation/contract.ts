import { z } from 'zod'

/** What one process of the installation is and goes by, as it sees itself: for `tocsin doctor`. Secrets are not shown. */
export const installationAnswer = z.object({
  pid: z.int(),
  role: z.enum(['all', 'web', 'worker']),
  settings: z.array(
    z.object({ setting: z.string(), value: z.string(), from: z.enum(['environment', 'flag', 'default', 'absent']), says: z.string() }),
  ),
  /** `missing` works without, at the cost it says; `broken` does not work as it is set. */
  findings: z.array(z.object({ about: z.string(), state: z.enum(['good', 'missing', 'broken']), message: z.string() })),
})
export type InstallationAnswer = z.output<typeof installationAnswer>
