/** Where a message is: its conversation and its time stamp, which together are its id. */
export const HANDLE = /^([A-Z0-9]{3,21}):(\d{1,12}\.\d{1,9})$/

export const NO_TOKEN = 'the bot token is missing; copy it from your Slack app, page OAuth & Permissions'
