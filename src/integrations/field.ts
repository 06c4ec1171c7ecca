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
