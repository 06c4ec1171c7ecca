export type FieldKind = 'text' | 'secret' | 'url' | 'number' | 'choice' | 'mapping'

/** A mapping is target name → where to find it. */
export type FieldValue = string | number | Record<string, string>

export type FieldValues = Record<string, FieldValue>

/** One line of the settings form. Values of kind `secret` are kept encrypted and handed over as `secrets`. */
export type Field = {
  name: string
  label: string
  kind: FieldKind
  required?: boolean
  /** One sentence: what it is and where to find it. */
  help: string
  placeholder?: string
  /** `choice`: what may be chosen. `mapping`: what may be mapped. */
  options?: { value: string; label: string }[]
  default?: FieldValue
}

/** `message` carries the value (never a secret's) and the remedy. */
export type FieldError = { field: string; message: string }

/** Settings are short; a longer value is a pasted file. */
const MAX_VALUE_LENGTH = 4096

type Checked = { value?: FieldValue; error?: string }

/** Checks what a settings form holds. `values` are complete (defaults filled in) and usable when `errors` is empty. */
export function validateFields(
  declaration: { fields: Field[] },
  input: Record<string, unknown>,
): { values: FieldValues; errors: FieldError[] } {
  const values: FieldValues = {}
  const errors: FieldError[] = []
  for (const field of declaration.fields) {
    const { value, error } = isEmpty(input[field.name]) ? whenEmpty(field) : CHECKS[field.kind](input[field.name], field)
    if (value !== undefined) values[field.name] = value
    if (error) errors.push({ field: field.name, message: error })
  }
  const known = declaration.fields.map((field) => field.name)
  for (const name of Object.keys(input)) {
    if (!known.includes(name))
      errors.push({ field: name, message: `there is no field "${name}"; write one of ${known.join(', ') || '(none)'}` })
  }
  return { values, errors }
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''

function whenEmpty(field: Field): Checked {
  if (field.default !== undefined) return { value: field.default }
  return field.required ? { error: `${field.label} is missing; ${field.help}` } : {}
}

const CHECKS: Record<FieldKind, (value: unknown, field: Field) => Checked> = {
  text: checkText,
  secret: checkText,
  url: checkUrl,
  number: (value, field) => {
    const number = typeof value === 'string' ? Number(value.trim()) : value
    return typeof number === 'number' && Number.isFinite(number)
      ? { value: number }
      : { error: `${field.label} is ${shown(value)}; write a number` }
  },
  choice: (value, field) => {
    const choices = (field.options ?? []).map((option) => option.value)
    if (typeof value === 'string' && choices.includes(value)) return { value }
    return { error: `${field.label} is ${shown(value)}; write one of ${choices.join(', ')}` }
  },
  mapping: checkMapping,
}

function checkText(value: unknown, field: Field): Checked {
  if (typeof value !== 'string') return { error: `${field.label} is not text; write it in quotes` }
  if (value.length > MAX_VALUE_LENGTH) return { error: `${field.label} has ${value.length} characters; write at most ${MAX_VALUE_LENGTH}` }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(value.trim()))
    return { error: `${field.label} has a line break or control character in it; write one line` }
  return { value: value.trim() }
}

function checkUrl(value: unknown, field: Field): Checked {
  const text = checkText(value, field)
  if (text.error) return text
  const url = URL.parse(String(text.value))
  if (!url || !/^https?:$/.test(url.protocol))
    return { error: `${field.label} is ${shown(value)}; write a URL such as https://example.com/path` }
  if (url.username || url.password) return { error: `${field.label} carries a user name or password; put them into their own fields` }
  return text
}

function checkMapping(value: unknown, field: Field): Checked {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { error: `${field.label} is ${shown(value)}; write pairs such as title: alert.name` }
  }
  const targets = (field.options ?? []).map((option) => option.value)
  for (const [target, path] of Object.entries(value)) {
    if (!targets.includes(target)) return { error: `${field.label} maps "${target}"; map only ${targets.join(', ')}` }
    if (typeof path !== 'string') return { error: `${field.label} maps ${target} to ${shown(path)}; write a path such as alert.name` }
  }
  return { value: { ...(value as Record<string, string>) } }
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 100)
