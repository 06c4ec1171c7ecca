/** Named, so that the alert's page can say why in the reader's language. */
export type FailureReason =
  | 'timeout'
  | 'unreachable'
  | 'rate-limited'
  | 'server-error'
  | 'rejected'
  | 'unauthorized'
  | 'gone'
  | 'forbidden-target'
  | 'bad-address'
  | 'not-configured'

/**
 * What became of one try. `said` is one line for people: the provider's answer or our reason, never a secret.
 * `gone` says the address will never work again and may be removed.
 */
export type Receipt =
  | { ok: true; said: string; providerId?: string }
  | { ok: false; retry: boolean; reason: FailureReason; said: string; retryAfterMs?: number; gone?: boolean }
