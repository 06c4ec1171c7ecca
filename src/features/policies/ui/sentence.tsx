import { Fragment } from 'react'

/** A clause as a sentence of its own. A first word that is a name of the language (`audience:`) stays as it is written. */
export const sentence = (clause: string): string => {
  const begun = /^[a-z]+[ ,]/.test(clause) ? clause.charAt(0).toUpperCase() + clause.slice(1) : clause
  return begun === '' || /[.!?]$/.test(begun) ? begun : `${begun}.`
}

/** Words between backticks are the policy's own text. */
export const Written = ({ text }: { text: string }) =>
  text.split('`').map((piece, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
    i % 2 === 1 ? <code key={i}>{piece}</code> : <Fragment key={i}>{piece}</Fragment>,
  )
