import {
  IconAlertTriangle,
  IconBell,
  IconCheck,
  IconCircleX,
  IconClock,
  IconFlag,
  IconNote,
  IconPaperclip,
  IconRoute,
  IconSpeakerphone,
  IconUser,
  IconWorld,
} from '@tabler/icons-react'
import type { Icon } from '../../../web/manifest.ts'

const ICONS: [prefix: string, icon: Icon][] = [
  ['incident.published', IconWorld],
  ['incident.updated', IconSpeakerphone],
  ['incident.noted', IconNote],
  ['incident.decided', IconFlag],
  ['incident.declared', IconFlag],
  ['incident.evidence', IconPaperclip],
  ['incident.tree', IconRoute],
  ['incident.mitigation', IconRoute],
  ['incident.role', IconUser],
  ['incident.severity', IconAlertTriangle],
  ['obligation.missed', IconCircleX],
  ['obligation', IconClock],
  ['page', IconBell],
  ['escalation', IconBell],
]

/** What kind of fact it is, before it is read. */
export const entryIcon = (name: string): Icon => ICONS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? IconCheck
