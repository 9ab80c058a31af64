/**
 * A plan's applications with every order in which their works may end: the same steps that a run takes (`deployment/estate.ts`), without a
 * clock. What a file says of durations is left open, with these bounds, which the output tells:
 *
 * - a timeout of an order and the end of grace never come before the work that they wait for;
 * - probes see what is there: one fails only where the application does not answer, and while it starts none is asked;
 * - an entry of the timeline comes when no change order is under way, unless the operator is hasty; crashes come at any instant, as many
 *   as are allowed.
 *
 * An end that nobody else can see – scheduling, and pulling where no EIP is needed – is taken at once: whenever it came, everything
 * else could happen alike before and after it.
 */
import { poolsOf } from '../../cloud/backend-pool.ts'
import type { Change } from '../../deployment/change.ts'
import { Estate } from '../../deployment/estate.ts'
import { type DeploymentRules, RULES } from '../../deployment/rules.ts'
import { isProbe, type Work } from '../../deployment/work.ts'
import type { Plan } from '../../simulation/plan.ts'
import { isSame } from './counterexample.ts'
import type { Machine } from './explore.ts'

/** What may happen next; it names, and holds nothing of a state. */
export type DeploymentStep =
  | { readonly kind: 'done'; readonly work: Work }
  | { readonly kind: 'entry'; readonly index: number }
  | { readonly kind: 'fault'; readonly change: Extract<Change, { readonly kind: 'crash' }> }

export interface DeploymentState {
  readonly estate: Estate
  /** Works under way that may end, in order of their begin. */
  readonly pending: readonly Work[]
  /** Entries of the timeline that have come. */
  readonly entries: number
  readonly faults: number
}

export interface FaultBudget {
  /** How many crashes there may be in all. */
  readonly crashes: number
  /** Entries of the timeline may come while a change order is under way: they are to be refused (facts/deployment A.4). */
  readonly isHasty?: boolean
}

export interface MachineOptions {
  /** Instead of the cloud's: broken ones, for tests of checks. */
  readonly rules?: DeploymentRules
}

/** An invariant over a state: what is wrong, or undefined. */
export type Invariant = (state: DeploymentState) => string | undefined

export function deploymentMachine(
  plan: Plan,
  faults: FaultBudget,
  invariants: readonly Invariant[],
  { rules = RULES }: MachineOptions = {},
): Machine<DeploymentState, DeploymentStep> {
  const { topology, timeline, quotas } = plan
  const changes = timeline.map(({ action }) => action as Change)
  const created = new Set(changes.flatMap((change) => (change.kind === 'create' ? [change.app] : [])))
  const before: DeploymentState = {
    estate: new Estate(topology, quotas, rules),
    pending: [],
    entries: 0,
    faults: 0,
  }
  const initial = withEvent(before, {
    kind: 'boot',
    apps: [...topology.apps.keys()].filter((app) => !created.has(app)),
  })
  return {
    initial,
    keyOf: ({ estate, entries, faults }) => `${entries} ${faults} ${estate.standing}`,
    stepsOf: (state) => stepsOf(state, changes, faults),
    after: (state, step) => afterStep(state, step, changes),
    violationIn: (state) => {
      for (const invariant of invariants) {
        const what = invariant(state)
        if (what !== undefined) return what
      }
      return undefined
    },
    isGoal: ({ estate, entries }) => entries === changes.length && [...estate.applications].every(isSettled),
  }
}

/** Why the plan cannot be taken without a clock; undefined where it can. */
export function whyNotExhaustive({ topology, timeline }: Plan): string | undefined {
  for (const { action, text } of timeline)
    if (action.kind === 'configure' || action.kind === 'zoneOutage' || action.kind === 'crash')
      return `"${text}" is bound to an instant; only changes of applications are explored (crashes: --faults crash)`
  for (const { name, versions, deploy } of topology.apps.values()) {
    for (const [version, { startup, readiness, liveness, exitsAfterUs }] of versions)
      if ([startup, readiness, liveness, exitsAfterUs].some((each) => each !== undefined))
        return `version ${version} of ${name} behaves by the clock`
    if (deploy.readinessGate && poolsOf(topology).length > 0)
      return `${name} waits for the health checks of a balancer, which are not explored`
  }
  return undefined
}

/** Whoever waits for a person who never comes has done what was to be done. */
function isSettled({
  hasOrder,
  awaitsConfirmation,
  declared,
  fleet,
}: ReturnType<Estate['application']>): boolean {
  return awaitsConfirmation || (!hasOrder && fleet.ready === declared && fleet.terminating === 0)
}

function stepsOf(
  { estate, pending, entries, faults }: DeploymentState,
  changes: readonly Change[],
  { crashes, isHasty = false }: FaultBudget,
): DeploymentStep[] {
  const hidden = pending.find((work) => isHidden(work, estate))
  if (hidden !== undefined) return [{ kind: 'done', work: hidden }]
  const steps: DeploymentStep[] = []
  const seen = new Set<string>()
  for (const work of pending) {
    if (!mayEnd(work, estate)) continue
    // Works of instances that stand alike lead to states that are alike.
    const like = likenessOf(work, estate)
    if (seen.has(like)) continue
    seen.add(like)
    steps.push({ kind: 'done', work })
  }
  if (entries < changes.length && (isHasty || mayCome(changes[entries]!, estate)))
    steps.push({ kind: 'entry', index: entries })
  if (faults < crashes)
    for (const { app, fleet } of estate.applications)
      for (const mode of ['container', 'instance'] as const)
        if ([...fleet.all()].some(({ isRunning, set }) => isRunning && set !== undefined))
          steps.push({ kind: 'fault', change: { kind: 'crash', app: app.name, mode, count: 1 } })
  return steps
}

/** A confirmation comes when it is waited for, an abort at any time of its order, all else when no order goes on by itself. */
function mayCome({ kind, app }: Change, estate: Estate): boolean {
  if (kind === 'confirm') return estate.application(app).awaitsConfirmation
  if (kind === 'abort') return estate.application(app).hasOrder
  return [...estate.applications].every(({ hasOrder, awaitsConfirmation }) => !hasOrder || awaitsConfirmation)
}

function afterStep(
  state: DeploymentState,
  step: DeploymentStep,
  changes: readonly Change[],
): DeploymentState {
  const copy = { ...state, estate: state.estate.copy() }
  switch (step.kind) {
    case 'done': {
      const work = state.pending.find((each) => each === step.work || isSame(each, step.work))!
      const passed = !isProbe(work.kind) || instanceOf(work, copy.estate)?.answering === true
      return withEvent(
        { ...copy, pending: state.pending.filter((other) => other !== work) },
        { kind: 'done', work, passed },
      )
    }
    case 'entry':
      return withEvent({ ...copy, entries: step.index + 1 }, changes[step.index]!)
    case 'fault':
      return withEvent({ ...copy, faults: state.faults + 1 }, step.change)
  }
}

/** Takes the event in; the estate of the state is stepped in place. */
function withEvent(state: DeploymentState, event: Parameters<Estate['step']>[0]): DeploymentState {
  let pending = state.pending
  for (const command of state.estate.step(event))
    if (command.kind === 'begin') pending = [...pending, command.work]
    else if (command.kind === 'cancel') pending = pending.filter((work) => work !== command.work)
  return { ...state, pending }
}

function instanceOf({ app, instance }: Work, estate: Estate) {
  return estate.application(app).fleet.find(instance)
}

/** Nobody else sees this end, and it takes nothing that somebody else may want. */
function isHidden({ kind, app }: Work, estate: Estate): boolean {
  if (kind === 'schedule') return true
  const { eipPool, probes } = estate.application(app).app
  return kind === 'pull' && eipPool === undefined && probes.readiness !== 'none'
}

function mayEnd(work: Work, estate: Estate): boolean {
  switch (work.kind) {
    case 'batchTimeout':
    case 'exit':
      return false
    // Who is told to end does so in time; who is not, ends by it alone (facts/deployment B.6).
    case 'grace':
      return !estate.application(work.app).fleet.sendsTerm
    case 'retryEip': {
      const { eipPool } = estate.application(work.app).app
      return estate.ledgerOf(eipPool!).available > 0
    }
    default:
      return !isProbe(work.kind) || instanceOf(work, estate)?.answering === true
  }
}

function likenessOf(work: Work, estate: Estate): string {
  const instance = work.instance === 0 ? undefined : instanceOf(work, estate)
  if (instance === undefined) return `${work.app} ${work.kind}`
  return `${work.app} ${work.kind} ${instance.version} ${instance.readyTurn} ${instance.standing}`
}
