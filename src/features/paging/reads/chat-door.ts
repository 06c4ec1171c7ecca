import type { ChatAnswer, ChatEvent } from '../../../integrations/hear.ts'
import type { App } from '../../feature.ts'
import type { Connection } from './connected.ts'

/** What somebody did in a chat; `once` names it, however often it is told. */
export type Deed = { connection: Connection; event: ChatEvent; once: string }

export type ChatHandler = (app: App, deed: Deed) => Promise<ChatAnswer>

const handlers = new WeakMap<App, ChatHandler>()

/** Whoever runs incidents says what is done with what people type, press and mark in chats. */
export const listenToChats = (app: App, handler: ChatHandler): void => void handlers.set(app, handler)

export const chatHandlerOf = (app: App): ChatHandler | undefined => handlers.get(app)
