import type { Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import type { Policy } from '../policy/policy.ts'
import type { DecisionTree } from '../policy/schema/practice.ts'
import { momentOf } from '../time/moment.ts'
import { type Change, type Changes, isBlank, refusal } from './change.ts'
import type { Dialogue, Mitigation, TreeOutcome } from './record.ts'
import { type FollowRunbook, follow } from './runbook-steps.ts'
import type { IncidentState } from './state.ts'
import { type Choosing, optionsOf, plainly, type WayOut, wayLed, wayMeant } from './ways-out.ts'

const mitigate: Change = (draft, command, context) => {
  const meant = wayMeant(optionsOf(context.policyAt(draft.state.policy)), command.data as Choosing)
  if ('code' in meant) return meant
  choose(draft, meant.way, meant.reason)
  return undefined
}

/** A dangerous one waits for a second person; everything else is decided with this. */
function choose(draft: Draft<IncidentState>, { action, situation, runbook, isDangerous }: WayOut, reason: string | null): void {
  const { mitigations = [] } = draft.state
  const chosen: Mitigation = {
    ...{ id: `m${mitigations.length + 1}`, action, situation, runbook, reason },
    ...{ status: isDangerous ? 'asked' : 'chosen', at: momentOf(draft.now), by: draft.by, confirmedBy: null },
  }
  draft.set({ mitigations: [...mitigations, chosen] })
  const { id } = chosen
  draft.tell(isDangerous ? 'incident.confirmation_asked' : 'incident.mitigation_chosen', {
    mitigation: id,
    action,
    situation,
    runbook,
    reason,
  })
}

/** The second person says yes or no. Whoever asked cannot be it. */
const confirm: Change = (draft, command) => {
  const {
    mitigation: wanted = null,
    decline = false,
    reason,
  } = command.data as { mitigation?: string | null; decline?: boolean; reason?: string }
  const waiting = (draft.state.mitigations ?? []).filter((each) => each.status === 'asked')
  const found = wanted ? waiting.find((each) => each.id === wanted) : waiting.at(-1)
  if (!found) return refusal('nothing-to-confirm', `${wanted ?? 'nothing'} waits for a second person here`, 404)
  if (found.by === draft.by && !decline)
    return refusal('second-person', `you asked for ${found.action} yourself; somebody else confirms it, because it is dangerous`, 403)
  if (decline && isBlank(reason)) return refusal('reason-missing', 'say why it must not be done', 400)
  const decided: Mitigation = { ...found, status: decline ? 'declined' : 'chosen', confirmedBy: draft.by }
  draft.set({ mitigations: (draft.state.mitigations ?? []).map((each) => (each.id === found.id ? decided : each)) })
  const { id, action, situation, runbook } = found
  draft.tell(decline ? 'incident.mitigation_declined' : 'incident.mitigation_confirmed', {
    ...{ mitigation: id, action, situation, runbook },
    ...{ askedBy: found.by, reason },
  })
  return undefined
}

/** `node` is the question that was read: two who answer at once are not taken for two answers. Without `answer` it begins. */
export type WalkTree = { tree?: string | null; answer?: 'yes' | 'no' | null; node?: string | null; again?: boolean }

const tree: Change = (draft, command, context) => {
  const asked = command.data as WalkTree
  const policy = context.policyAt(draft.state.policy)
  const trees = policy.bundle.decision_trees ?? []
  const running = (draft.state.dialogues ?? []).findLast((each) => each.node !== null)
  const id = asked.tree ?? running?.tree ?? (trees.length === 1 ? trees[0]?.id : undefined)
  const found = trees.find((each) => each.id === id)
  if (!found) {
    const known = trees.map((each) => each.id).join(', ')
    return refusal(
      'tree-unknown',
      `"${id ?? ''}" is no decision tree of this policy; use one of ${known || 'none (add decision_trees)'}`,
      400,
    )
  }
  const open = (draft.state.dialogues ?? []).find((each) => each.tree === found.id && each.node !== null)
  if (!asked.answer) return begin(draft, found, { open, again: asked.again === true })
  return step(draft, { tree: found, open, answer: asked.answer, read: asked.node ?? null, policy })
}

type Beginning = { open: Dialogue | undefined; again: boolean }

function begin(draft: Draft<IncidentState>, { id, start, nodes }: DecisionTree, { open, again }: Beginning): Refusal | undefined {
  if (open && !again)
    return refusal('tree-running', `“${nodes[open.node ?? start]?.ask}” waits for an answer; answer yes or no, or begin again`)
  const others = (draft.state.dialogues ?? []).filter((each) => each !== open)
  draft.set({ dialogues: [...others, { tree: id, node: start, steps: [], outcome: null }] })
  draft.tell('incident.tree_begun', { tree: id, node: start, ask: nodes[start]?.ask })
  return undefined
}

type Step = { tree: DecisionTree; open: Dialogue | undefined; answer: 'yes' | 'no'; read: string | null; policy: Policy }

function step(draft: Draft<IncidentState>, { tree, open, answer, read, policy }: Step): Refusal | undefined {
  const node = open?.node ? tree.nodes[open.node] : undefined
  if (!open?.node || !node) return refusal('tree-not-begun', `nobody has begun “${tree.name ?? tree.id}”; begin it, then answer`)
  if (read !== null && read !== open.node) return refusal('answered-already', `that was answered meanwhile; now it asks “${node.ask}”`)
  const branch = node[answer]
  const outcome: TreeOutcome | null = typeof branch === 'string' ? null : { do: branch.do, runbook: branch.runbook ?? null }
  const next = typeof branch === 'string' ? branch : null
  const steps = [...open.steps, { node: open.node, ask: node.ask, answer, at: momentOf(draft.now), by: draft.by }]
  const walked: Dialogue = { ...open, node: next, steps, outcome }
  draft.set({ dialogues: (draft.state.dialogues ?? []).map((each) => (each === open ? walked : each)) })
  draft.tell('incident.tree_answered', {
    tree: tree.id,
    node: open.node,
    ask: node.ask,
    answer,
    next: next ? tree.nodes[next]?.ask : undefined,
  })
  if (outcome) lead(draft, { tree: tree.id, outcome, policy })
  return undefined
}

/** Where the tree leads is chosen like any way out, so that a dangerous one asks a second person here, too. */
function lead(draft: Draft<IncidentState>, { tree, outcome, policy }: { tree: string; outcome: TreeOutcome; policy: Policy }): void {
  draft.tell('incident.tree_led', { tree, do: outcome.do, runbook: outcome.runbook })
  const way = wayLed(optionsOf(policy), outcome)
  if (way) choose(draft, way, `the decision tree “${tree}” led here`)
}

/** A dangerous runbook is followed once a second person has said yes to it; following it unasked asks them. */
const runbook: Change = (draft, command, context) => {
  const asking = command.data as FollowRunbook
  const { runbook: name, note } = asking
  const { bundle } = context.policyAt(draft.state.policy)
  const known = [...new Set([...Object.keys(bundle.runbooks?.texts ?? {}), ...(bundle.runbooks?.required ?? [])])]
  const found = known.find((each) => plainly(each) === plainly(name))
  if (!found)
    return refusal(
      'runbook-unknown',
      `"${name}" is no runbook of this policy; use one of ${known.join(', ') || 'none (add runbooks)'}`,
      400,
    )
  const dangerous = optionsOf(context.policyAt(draft.state.policy)).find((each) => each.runbook === found && each.isDangerous)
  const asked = (draft.state.mitigations ?? []).filter((each) => each.runbook === found)
  if (!dangerous || asked.some((each) => each.status === 'chosen'))
    return follow(draft, { ...asking, runbook: found, text: bundle.runbooks?.texts?.[found] })
  if (asked.some((each) => each.status === 'asked'))
    return refusal('second-person', `${found} is dangerous and waits for a second person; follow it when they have confirmed it`)
  choose(draft, { ...dangerous, situation: null }, note ?? null)
  return undefined
}

export const mitigationChanges: Changes = { mitigate, confirm, tree, runbook }
