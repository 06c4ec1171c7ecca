import type { FastifyError } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { DatabaseDown, DiskFull, readDatabaseError } from '../db/health.ts'
import { Problem } from './problem.ts'

/** Errors of the server library that are the sender's, with what to do about them. */
const OF_SENDER: Record<string, { code: string; status: number; remedy: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'body-too-large', status: 413, remedy: 'The body is larger than 1 MB: send less at once.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'wrong-content-type', status: 415, remedy: 'Send JSON with "Content-Type: application/json".' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'malformed-json', status: 400, remedy: 'The body is empty: send a JSON object.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'malformed-json', status: 400, remedy: 'The body is no valid JSON.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'wrong-length', status: 400, remedy: 'The body is not as long as Content-Length says.' },
  FST_ERR_BAD_URL: { code: 'malformed-url', status: 400, remedy: 'The address cannot be decoded.' },
}

const UNCERTAIN = 'Whether it will be kept is not known: send it again; an alert with the same key stays one alert.'
const isUncertain = (error: DatabaseDown | DiskFull): boolean => error instanceof DatabaseDown && error.silence === 'after'

/** Gives whatever was thrown below a route the problem it is answered with. Unknown errors are ours: 500, without their text. */
export function readError(thrown: unknown): Problem {
  const error = readDatabaseError(thrown)
  if (error instanceof Problem) return error
  if (error instanceof DatabaseDown || error instanceof DiskFull)
    return new Problem({
      code: error.code,
      status: 503,
      detail: `${error.message} ${isUncertain(error) ? UNCERTAIN : 'Nothing was kept; send it again.'}`,
      retryAfterSeconds: error.retryAfterSeconds,
      cause: error,
    })
  if (hasZodFastifySchemaValidationErrors(error)) return invalidInput(error)
  const { code = '', statusCode = 500, message = '' } = error as Partial<FastifyError>
  const known = OF_SENDER[code]
  if (known) return new Problem({ code: known.code, status: known.status, detail: known.remedy, cause: error })
  if (statusCode >= 400 && statusCode < 500) return new Problem({ code: 'refused', status: statusCode, detail: message, cause: error })
  return new Problem({
    code: 'defect',
    status: 500,
    detail: 'This is a defect of Tocsin; its log has the details under the request id.',
    cause: error,
  })
}

type Validated = { validation: readonly { instancePath: string; message?: string }[]; validationContext?: string }

function invalidInput({ validation, validationContext = 'body' }: Validated): Problem {
  const errors = validation.map(({ instancePath, message = 'is not valid' }) => ({
    field: fieldOf(instancePath, validationContext),
    message,
  }))
  const [first] = errors
  return new Problem({ code: 'invalid-input', status: 400, detail: `${first?.field}: ${first?.message}.`, errors })
}

/** Fields of the body by their own name, so that forms find them; others with where they stand: `querystring.limit`. */
function fieldOf(instancePath: string, context: string): string {
  const name = instancePath.slice(1).replaceAll('/', '.')
  if (name === '') return context
  return context === 'body' ? name : `${context}.${name}`
}
