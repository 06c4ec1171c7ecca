import { randomBytes } from 'node:crypto'
import webPush from 'web-push'
import type { ReadSettings } from '../connections/reads/settings.ts'
import { vaultOf } from '../connections/reads/vault.ts'
import type { App } from '../feature.ts'

const VAPID = 'own-vapid'
const SIGNING = 'own-webhook-signing'
const REPLIES = 'own-mail-replies'
/** Standard Webhooks asks for 24 to 64. */
const SIGNING_BYTES = 32

export type VapidKeys = { publicKey: string; privateKey: string }

/** The installation's key pair for Web Push, made on first use. With another pair every device would have to subscribe again. */
export async function vapidKeys(app: App): Promise<VapidKeys> {
  const text = await vaultOf(app).ensure(VAPID, () => JSON.stringify(webPush.generateVAPIDKeys()))
  return JSON.parse(text) as VapidKeys
}

/** What outgoing webhooks to people are signed with. */
export const signingSecret = (app: App): Promise<string> =>
  vaultOf(app).ensure(SIGNING, () => `whsec_${randomBytes(SIGNING_BYTES).toString('base64')}`)

/** What makes the tokens by which replies to mails count. */
const replyKey = (app: App): Promise<string> => vaultOf(app).ensure(REPLIES, () => randomBytes(SIGNING_BYTES).toString('base64'))

/** Settings that Tocsin makes for itself, so that a road works without anybody filling in a form. */
const OWN: Record<string, (app: App) => Promise<ReadSettings>> = {
  'web-push': async (app) => {
    const { publicKey, privateKey } = await vapidKeys(app)
    return { fields: { subject: subjectOf(app), publicKey }, secrets: { privateKey } }
  },
  email: async (app) => ({ fields: {}, secrets: { replyKey: await replyKey(app) } }),
  webhook: async (app) => ({ fields: {}, secrets: { secret: await signingSecret(app) } }),
}

/** Push services want an https or mailto address of whoever runs this. */
const subjectOf = ({ publicUrl, smtp }: App): string =>
  publicUrl.startsWith('https:') ? publicUrl : `mailto:${smtp.sender ?? 'tocsin@localhost.localdomain'}`

/** The settings of a configured integration, completed with what Tocsin makes for itself. */
export async function completed(app: App, type: string, settings: ReadSettings): Promise<ReadSettings> {
  const own = await OWN[type]?.(app)
  if (!own) return settings
  return { fields: { ...own.fields, ...settings.fields }, secrets: { ...own.secrets, ...settings.secrets } }
}
