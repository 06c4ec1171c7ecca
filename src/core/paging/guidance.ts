/** How a road breaks through Do Not Disturb, and what can keep it from waking somebody. One sentence each, by channel. */
export type Guidance = { channel: string; steps: readonly string[] }

const table: readonly Guidance[] = [
  {
    channel: 'twilio-voice',
    steps: [
      'Save the number that calls you as a contact and mark it as a favourite or starred: favourites ring in Do Not Disturb.',
      'iPhone: open the contact, Edit, Ringtone, and switch Emergency Bypass on.',
      'Android: Settings, Notifications, Do Not Disturb, Calls: allow starred contacts and repeat callers.',
      'Switch your voicemail off or let it answer late: a call that a machine takes counts as not answered.',
    ],
  },
  {
    channel: 'twilio-sms',
    steps: [
      'iPhone: open the contact of the sending number, Edit, Text Tone, and switch Emergency Bypass on.',
      'Android: star the contact and allow messages of starred contacts in Do Not Disturb.',
      'An SMS makes one short sound: have a call follow it in your rules.',
    ],
  },
  {
    channel: 'web-push',
    steps: [
      'Install the console as an app on the home screen and allow its notifications.',
      'Android: in the notification settings of the app choose "Override Do Not Disturb" and take battery saving off.',
      'iPhone: add the app to the allowed apps of each Focus and allow time-sensitive notifications. A web app cannot ring there like a call: have a call follow it.',
    ],
  },
  {
    channel: 'ntfy',
    steps: [
      'Subscribe to the topic in the ntfy app and set instant delivery.',
      'Android: Settings, Notifications of ntfy, channel "Max priority": choose "Override Do Not Disturb"; in ntfy let the highest priority ring until you look.',
      'iPhone: allow ntfy in each Focus and its time-sensitive notifications.',
    ],
  },
  {
    channel: 'webhook',
    steps: ['Whatever receives it must get you up by itself: look at its own settings, and send yourself a test at night.'],
  },
  {
    channel: 'slack',
    steps: ['Chat does not wake you. Slack holds its notifications back in your notification schedule; leave a road that rings before it.'],
  },
  { channel: 'mattermost', steps: ['Chat does not wake you: Do Not Disturb silences it. Leave a road that rings before it.'] },
  { channel: 'telegram', steps: ['Chat does not wake you. Unmute the bot and give it a sound of its own.'] },
  { channel: 'discord', steps: ['Chat does not wake you: Do Not Disturb silences it. Leave a road that rings before it.'] },
  { channel: 'teams', steps: ['Chat does not wake you: quiet time silences it. Leave a road that rings before it.'] },
  { channel: 'email', steps: ['Mail does not wake you. Mark the sender as a VIP so that at least it is not missed by day.'] },
]

const byChannel = new Map(table.map((each) => [each.channel, each.steps]))

export const guidanceFor = (channel: string): readonly string[] => byChannel.get(channel) ?? []
