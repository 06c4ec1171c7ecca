/** People mark with these what must not be forgotten. */
const MARKING = /^(pushpin|round_pushpin|memo|pencil|bookmark|bookmark_tabs|spiral_note_pad|spiral_notepad|writing_hand|star)$/

export const isMarking = (emoji: string): boolean => MARKING.test(emoji)
