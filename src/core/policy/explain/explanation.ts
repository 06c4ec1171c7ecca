/**
 * What a rule means. `wrong` is a piece of a bundle in which it speaks, `right` the same with the repair; in both, ann, bo and cy
 * are users with a phone, and there is an organisation.
 */
export type Explanation = { means: string; wrong: string; right: string }

export type Explanations = Readonly<Record<string, Explanation>>
