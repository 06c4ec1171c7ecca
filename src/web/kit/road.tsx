import { IconDeviceMobile, IconHash, IconMail, IconMessage, IconPhone, IconSend, IconWebhook } from '@tabler/icons-react'
import type { Icon } from '../manifest.ts'

const ICONS: Record<string, Icon> = {
  push: IconDeviceMobile,
  chat: IconHash,
  channel: IconHash,
  sms: IconMessage,
  phone: IconPhone,
  email: IconMail,
  webhook: IconWebhook,
}

/** A road's shape; its word stands beside it. */
export function RoadIcon({ road, size = 16 }: { road: string; size?: number }) {
  const Shape = ICONS[road] ?? IconSend
  return <Shape size={size} aria-hidden />
}
