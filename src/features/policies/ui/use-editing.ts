import { useEffect, useState } from 'react'
import { dropDraft, keepDraft, useDraft } from './draft.ts'
import { type Checked, type PolicyAnswer, useCheck, useRunningPolicy } from './queries.ts'

export type Editing = {
  running: PolicyAnswer
  text: string
  savedAt: string | null | undefined
  basedOn: number
  /** Lines that differ from what is in force, from 1. */
  changed: number[]
  checked: Checked | undefined
  /** False while the answer is of an older text. */
  isChecked: boolean
  checkError: Error | null
  errors: number
  write: (text: string) => void
}

export type EditingState = { editing: Editing | undefined; error: Error | null; refetch: () => void }

/** The one draft that text and forms change, beside what is in force and what the server says of it. */
export function useEditing(): EditingState {
  const { data: running, error, refetch } = useRunningPolicy()
  const draft = useDraft()
  const text = running && (draft?.text ?? running.text)
  const { checked, isCurrent, error: checkError } = useCheck(text)
  const changed = useChangedLines(running?.text, text)
  if (!running || text === undefined) return { editing: undefined, error, refetch: () => void refetch() }
  const basedOn = draft?.basedOn ?? running.version
  const write = (next: string): void => {
    if (next === running.text) dropDraft()
    else keepDraft({ text: next, basedOn })
  }
  const errors = checked?.findings.filter(({ level }) => level === 'error').length ?? 0
  const editing = { running, text, basedOn, changed, checked, checkError, errors, write, isChecked: isCurrent, savedAt: draft?.savedAt }
  return { editing, error: null, refetch: () => void refetch() }
}

const NONE: number[] = []

/** The code that compares comes after the page. */
function useChangedLines(before: string | undefined, after: string | undefined): number[] {
  const [changed, setChanged] = useState(NONE)
  useEffect(() => {
    if (before === undefined || after === undefined || before === after) return setChanged(NONE)
    let isWanted = true
    void import('./line-diff.ts').then(({ changedLines }) => isWanted && setChanged(changedLines(before, after)))
    return () => {
      isWanted = false
    }
  }, [before, after])
  return changed
}
