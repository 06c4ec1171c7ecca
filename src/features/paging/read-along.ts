/** Addresses of chats that lead to one person alone. What is none of these may be a channel, a group or a public place. */
const ONE_PERSON: Readonly<Record<string, RegExp>> = {
  slack: /^[UWD][A-Z0-9]{2,}$/,
  // A user name; 26 letters and digits are the id of a channel.
  mattermost: /^(?![a-z0-9]{26}$)@?[\w.-]+$/i,
  // Groups have negative numbers, public channels names.
  telegram: /^\d+$/,
}

/** A webhook posts where others read along, whomever it mentions; of a workflow nobody outside knows where it posts. */
const POSTS_BY_WEBHOOK = ['discord', 'teams']

/** Whether others than the person may read what is sent there: then a code that is shown there proves nothing. */
export const isReadAlong = (channel: string, to: string): boolean =>
  POSTS_BY_WEBHOOK.includes(channel) || ONE_PERSON[channel]?.test(to) === false
