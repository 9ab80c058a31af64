/**
 * An order of steps that was found, as a plan can be given it: when each entry of the timeline and each crash comes, and how long each
 * work takes. Steps follow each other at equal distances, so that no two of them fall together.
 */
import { MILLISECOND_US, SECOND_US } from '../../cloud/duration-range.ts'
import type { Work } from '../../deployment/work.ts'
import type { DeploymentState, DeploymentStep } from './deployment-machine.ts'
import type { Machine } from './explore.ts'

export interface Counterexample {
  /** By the entries of the timeline that come in it. */
  readonly entriesUs: readonly number[]
  readonly crashes: readonly {
    readonly atUs: number
    readonly app: string
    readonly mode: 'container' | 'instance'
  }[]
  /** By `shop-4/eipBind`, in the order of their begin. */
  readonly draws: ReadonlyMap<string, readonly number[]>
  /** When the last step comes. */
  readonly endUs: number
}

const FIRST_US = SECOND_US
/** A long way of a hundred steps is shorter than a grace period of 30 s. */
const DISTANCE_US = 250 * MILLISECOND_US
/** What is not over with the last step stays under way. */
const BEYOND_US = 600 * SECOND_US

export function counterexampleOf(
  machine: Machine<DeploymentState, DeploymentStep>,
  path: readonly DeploymentStep[],
): Counterexample {
  const begunUs = new Map<Work, number>()
  const tookUs = new Map<Work, number>()
  const entriesUs: number[] = []
  const crashes: Counterexample['crashes'][number][] = []
  let state = machine.initial
  for (const work of state.pending) begunUs.set(work, 0)
  let atUs = FIRST_US
  for (const step of path) {
    if (step.kind === 'entry') entriesUs.push(atUs)
    else if (step.kind === 'fault') crashes.push({ atUs, app: step.change.app, mode: step.change.mode })
    const before = new Set(state.pending)
    state = machine.after(state, step)
    const after = new Set(state.pending)
    if (step.kind === 'done')
      for (const work of before)
        if (!after.has(work) && isSame(work, step.work)) tookUs.set(work, atUs - begunUs.get(work)!)
    for (const work of after) if (!before.has(work)) begunUs.set(work, atUs)
    atUs += DISTANCE_US
  }
  const endUs = atUs - DISTANCE_US
  const draws = new Map<string, number[]>()
  for (const [work, fromUs] of begunUs) {
    const tookIn = tookUs.get(work)
    // A timeout is longer than every counterexample, and a retry that finds nothing may come again and again.
    if (work.kind === 'batchTimeout' || (tookIn === undefined && work.kind.startsWith('retry'))) continue
    const name = nameOf(work)
    draws.set(name, [...(draws.get(name) ?? []), tookIn ?? endUs - fromUs + BEYOND_US])
  }
  return { entriesUs, crashes, draws, endUs }
}

export function isSame(a: Work, b: Work): boolean {
  return a.kind === b.kind && a.app === b.app && a.instance === b.instance && a.eip === b.eip
}

function nameOf({ kind, app, instance }: Work): string {
  return instance === 0 ? `${app}/${kind}` : `${app}-${instance}/${kind}`
}
