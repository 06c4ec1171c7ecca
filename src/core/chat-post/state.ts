/** A page that stands in a chat: what became of it is written over it. Its subject's id is that of the page's message. */
export type ChatPostState = StandingPost | ForgottenPost

export type StandingPost = {
  escalation: string
  channel: string
  target: string
  road: string
  /** By which the chat knows the post. */
  handle: string
  /** How often it has been written over. */
  drawn: number
}

/** Nobody will look at it again. What is left keeps its facts provable: the row's head is checked against them. */
export type ForgottenPost = { forgotten: true }

export const isForgotten = (state: ChatPostState): state is ForgottenPost => 'forgotten' in state

/** Chats in which a post can be changed afterwards. */
const CHANGEABLE: readonly string[] = ['slack', 'mattermost', 'telegram', 'discord']

export const canBeChanged = (channel: unknown): boolean => typeof channel === 'string' && CHANGEABLE.includes(channel)
