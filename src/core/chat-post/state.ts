/** A page that stands in a chat: what became of it is written over it. Its subject's id is that of the page's message. */
export type ChatPostState = {
  escalation: string
  channel: string
  target: string
  road: string
  /** By which the chat knows the post. */
  handle: string
  /** How often it has been written over. */
  drawn: number
}

/** Chats in which a post can be changed afterwards. */
const CHANGEABLE: readonly string[] = ['slack', 'mattermost', 'telegram', 'discord']

export const canBeChanged = (channel: unknown): boolean => typeof channel === 'string' && CHANGEABLE.includes(channel)
