import type { Address } from '../declaration.ts'

/** Mattermost's own rules: the id of a channel, a post or a person, and a channel's place in the address bar. */
export const ID = /^[a-z0-9]{26}$/
export const PLACE = /^([a-z0-9-]{2,64})\/([a-z0-9_-]{1,64})$/

export const nameOf = (to: Address): string => to.replace(/^@/, '').toLowerCase()
