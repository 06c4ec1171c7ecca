import { dirtFreeCrm } from './dirt-free-crm.ts'
import type { Organisation } from './play.ts'
import { profileBuilder } from './profile-builder.ts'
import { skillancer } from './skillancer.ts'
import { smartbeak } from './smartbeak.ts'
import { sparkacademy } from './sparkacademy.ts'

/** A to E, each with its stories. */
export const organisations: readonly Organisation[] = [sparkacademy, smartbeak, profileBuilder, skillancer, dirtFreeCrm]
