import type { ScheduleOverride } from '../contract.ts'

/** What the form of overrides begins with: a stretch, whom it replaces, or an override that is changed. Milliseconds since 1970. */
export type OverrideWish = { start?: number; end?: number; replaces?: string; changes?: ScheduleOverride | undefined }
