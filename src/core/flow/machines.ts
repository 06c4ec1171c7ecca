import { alertMachine } from '../alert/machine.ts'
import { alertPostMachine } from '../alert-post/machine.ts'
import { calendarMachine } from '../calendar/machine.ts'
import { chatPostMachine } from '../chat-post/machine.ts'
import type { Machine } from '../command/command.ts'
import { coverMachine } from '../cover/machine.ts'
import { digestMachine } from '../duty/digest.ts'
import { dutyMachine } from '../duty/machine.ts'
import { escalationMachine } from '../escalation/machine.ts'
import { incidentMachine } from '../incident/machine.ts'
import { standingMachine } from '../obligation/standing.ts'
import { policyMachine } from '../policy/machine.ts'
import { probeMachine } from '../probe/machine.ts'
import { reportMachine } from '../report/machine.ts'
import { reviewMachine } from '../review/machine.ts'
import { roomMachine } from '../room/machine.ts'
import { signMachine } from '../room/sign.ts'
import { ticketMachine } from '../ticket/machine.ts'

const list = [
  policyMachine,
  alertMachine,
  escalationMachine,
  incidentMachine,
  reviewMachine,
  standingMachine,
  coverMachine,
  dutyMachine,
  digestMachine,
  calendarMachine,
  chatPostMachine,
  alertPostMachine,
  probeMachine,
  ticketMachine,
  reportMachine,
  roomMachine,
  signMachine,
] as unknown as Machine[]

/** Every kind of state there is, by its name. The engine, the simulator and the planner run exactly these. */
export const machines: ReadonlyMap<string, Machine> = new Map(list.map((machine) => [machine.kind, machine]))
