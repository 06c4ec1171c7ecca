/** The id of an incident's ladder, derived so that nobody starts it twice. After each reopening (`round`) ladders begin anew. */
export const ladderIdOf = (incident: string, round: number, ladder: string): string =>
  `esc-${incident}${round > 0 ? `-again${round}` : ''}-${ladder}`
