import type { OutboundAnswer } from '../../platform/outbound/outbound.ts'
import type { SendIo } from '../declaration.ts'
import { jsonOf } from '../json-answer.ts'
import { textOf } from '../reading.ts'
import { type FailureReason, type Receipt, receiptOf, receiptOfFailure } from '../receipt.ts'

export type SlackAnswer = { receipt: Receipt; body: Readonly<Record<string, unknown>> }

/** The token or the app's permissions must be changed by somebody: no later try is better. */
const TOKEN =
  /^(invalid_auth|not_authed|token_revoked|token_expired|account_inactive|missing_scope|no_permission|not_allowed_token_type|access_denied|org_login_required|ekm_access_denied|team_access_not_granted|invalid_app_id|app_not_installed)$/
const PLACE =
  /^(channel_not_found|user_not_found|users_not_found|user_disabled|not_in_channel|is_archived|cannot_dm_bot|cannot_reply_to_message|messages_tab_disabled)$/
/** Slack's own troubles, which pass. */
const PASSING = /^(internal_error|fatal_error|service_unavailable|request_timeout|team_added_to_org|accesslimited)$/
const LIMITED = /^rate_?limited$/

/** A method of the Web API, in the form its own client posts: nested values as JSON. Refusals come with a 200: what counts is `ok`. */
export async function callSlack(io: SendIo, method: string, given: Record<string, unknown> = {}): Promise<SlackAnswer> {
  const body = new URLSearchParams(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  ).toString()
  const headers = { authorization: `Bearer ${io.secrets.token ?? ''}`, 'content-type': 'application/x-www-form-urlencoded' }
  try {
    const url = `${textOf(io.fields.api).replace(/\/+$/, '')}/${method}`
    return answerOf(await io.fetch(url, { method: 'POST', headers, body, maxRedirects: 0 }), io)
  } catch (error) {
    return { receipt: receiptOfFailure(error), body: {} }
  }
}

function answerOf(answer: OutboundAnswer, { now }: SendIo): SlackAnswer {
  const body = jsonOf(answer)
  const error = /^[a-z_]{2,60}$/.test(textOf(body?.error)) ? textOf(body?.error) : ''
  const receipt = receiptOf(answer, { now, said: error })
  if (!receipt.ok || body?.ok === true) return { receipt, body: body ?? {} }
  // A proxy's sign-in page answers 200 as well; only Slack says `ok`.
  if (!error) return { receipt: refusal('server-error', 'answered 200, but not as Slack does; check the address of the API'), body: {} }
  return { receipt: refusal(reasonOf(error), `${error}${remedyOf(error)}`), body: body ?? {} }
}

const RETRIED: readonly FailureReason[] = ['rate-limited', 'server-error']

const refusal = (reason: FailureReason, said: string): Receipt => ({ ok: false, retry: RETRIED.includes(reason), reason, said })

function reasonOf(error: string): FailureReason {
  if (LIMITED.test(error)) return 'rate-limited'
  if (PASSING.test(error)) return 'server-error'
  if (TOKEN.test(error)) return 'unauthorized'
  return PLACE.test(error) ? 'bad-address' : 'rejected'
}

function remedyOf(error: string): string {
  if (TOKEN.test(error)) return '; install the Slack app again and copy its bot token into the settings'
  return PLACE.test(error) ? '; check the member id or channel, and invite the app to private channels' : ''
}
