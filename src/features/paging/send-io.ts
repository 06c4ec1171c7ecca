import type { Integration as Instance } from '../../core/policy/schema/intake.ts'
import type { Integration, SendIo } from '../../integrations/declaration.ts'
import { hearUrlOf } from '../connections/reads/hear-url.ts'
import { settingsOf } from '../connections/reads/settings.ts'
import { vaultOf } from '../connections/reads/vault.ts'
import type { App } from '../feature.ts'
import { completed } from './own-settings.ts'

type Through = { declaration: Integration; instance: Instance | undefined }

/** All that an integration is given to send or to hear with: our clients, its settings opened, where its provider can post to. */
export async function ioOf(app: App, { declaration, instance }: Through): Promise<SendIo> {
  const settings = await completed(app, declaration.id, await settingsOf(declaration, instance, vaultOf(app)))
  const { fetch, smtp, clock, publicUrl } = app
  return { fetch, smtp, now: clock.now(), publicUrl, ...hearUrlOf(app, { declaration, instance }), ...settings }
}
