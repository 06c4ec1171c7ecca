import { printBundle, writtenForm } from '../../core/policy/print.ts'
import { type Bundle, bundleSchema } from '../../core/policy/schema/bundle.ts'
import { isPermitted, type Principal } from '../../platform/auth/permissions.ts'
import type { App } from '../feature.ts'
import { secretRulesOf } from './apply.ts'
import { withoutAddresses, withoutSecrets } from './secrets.ts'

export const mayApply = (principal: Principal | null): boolean => principal !== null && isPermitted(principal, 'policy.write')

/** The database keeps keys in an order of its own; people read them in the language's. */
const inWrittenOrder = (bundle: Bundle): Bundle => bundleSchema.parse(writtenForm(bundle))

/** A bundle as it is written, without a secret. */
export const wholeText = (app: Pick<App, 'integrations' | 'secrets'>, bundle: Bundle): string =>
  printBundle(inWrittenOrder(withoutSecrets(bundle, secretRulesOf(app))))

/**
 * The same for whoever asks. How people and channels are reached is nobody's but theirs and the admins': whoever knows a topic or
 * a hook reads its pages.
 */
export const shownText = (app: Pick<App, 'integrations' | 'secrets'>, bundle: Bundle, principal: Principal | null): string =>
  wholeText(app, mayApply(principal) ? bundle : withoutAddresses(bundle))
