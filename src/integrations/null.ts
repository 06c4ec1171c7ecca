import type { Integration } from './declaration.ts'

/** Where the synthetic alert's page goes: the whole way is proved every minute without anybody being woken. */
export default {
  id: 'null',
  title: 'Nowhere',
  summary: 'Accepts every message and tells nobody; used to prove that pages get through.',
  fields: [],
  send: async (message) => ({ ok: true, said: 'swallowed', providerId: message.id }),
} satisfies Integration
