import { z } from 'zod'
import { calendarSchema } from './calendar.ts'
import { dependencySchema, escalationPolicySchema, serviceSchema } from './escalation.ts'
import { groupingSchema, integrationSchema, maintenanceSchema, monitorSchema, routeSchema } from './intake.ts'
import { obligationSchema, triggerSchema } from './obligation.ts'
import { channelSchema, documentSchema, incidentSchema, organizationSchema } from './organization.ts'
import { contactSchema, linkSchema, teamSchema, userSchema } from './people.ts'
import { checklistSchema, commandSchema, decisionTreeSchema, mitigationOrder, mitigationSchema, runbooksSchema } from './practice.ts'
import { statusPageSchema, templateSchema } from './publication.ts'
import {
  actionsSchema,
  drillSchema,
  lintSchema,
  postmortemSchema,
  readinessSchema,
  routineSchema,
  targetsSchema,
  trainingSchema,
} from './review.ts'
import { scheduleSchema } from './schedule.ts'
import { approvalSchema, audienceSchema, roleSchema, severitySchema } from './severity.ts'

const section = <T extends z.ZodType>(entry: T) => z.array(entry).optional()

/** The whole language. An absent section is not the empty one: `apply` owns only the sections that are present. */
export const bundleSchema = z.strictObject({
  version: z.literal(1),
  document: documentSchema.optional(),
  organization: organizationSchema,
  incident: incidentSchema.optional(),
  channels: section(channelSchema),
  severities: section(severitySchema),
  roles: section(roleSchema),
  audiences: section(audienceSchema),
  approvals: section(approvalSchema),
  obligations: section(obligationSchema),
  triggers: section(triggerSchema),
  users: section(userSchema),
  teams: section(teamSchema),
  schedules: section(scheduleSchema),
  calendars: section(calendarSchema),
  escalation_policies: section(escalationPolicySchema),
  services: section(serviceSchema),
  dependencies: section(dependencySchema),
  integrations: section(integrationSchema),
  routes: section(routeSchema),
  grouping: groupingSchema.optional(),
  maintenance: section(maintenanceSchema),
  monitors: section(monitorSchema),
  status_pages: section(statusPageSchema),
  templates: section(templateSchema),
  checklists: section(checklistSchema),
  mitigation_order: mitigationOrder.optional(),
  mitigations: section(mitigationSchema),
  decision_trees: section(decisionTreeSchema),
  runbooks: runbooksSchema.optional(),
  commands: section(commandSchema),
  postmortem: postmortemSchema.optional(),
  actions: actionsSchema.optional(),
  targets: targetsSchema.optional(),
  drills: section(drillSchema),
  training: section(trainingSchema),
  routines: section(routineSchema),
  contacts: section(contactSchema),
  links: section(linkSchema),
  readiness: readinessSchema.optional(),
  lint: lintSchema.optional(),
})
export type Bundle = z.output<typeof bundleSchema>
/** What may be written: durations as text, single values for lists. */
export type BundleInput = z.input<typeof bundleSchema>
export type SectionName = keyof Bundle
