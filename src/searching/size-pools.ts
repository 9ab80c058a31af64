/**
 * The smallest pools of EIPs. A pool is large enough when every run goes as it would with a pool that never is empty: changes that are SAFE
 * then are SAFE, what is expected and holds then holds, and as many instances are ready at the end. That no size can help with is told.
 */
import type { Failure, NotSized, PoolAnswer, PoolSize } from '../checking/sizing/size-sheet.ts'
import type { App } from '../cloud/app.ts'
import type { EipPool } from '../cloud/eip-pool.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { faulted } from './faulted.ts'
import { lossIn, type Outcome, outcomeOf, whyNotSafe } from './outcome.ts'
import { PoolSizes } from './pool-sizes.ts'
import { crashesFor } from './random-crashes.ts'
import { type Prover, proverFor } from './size-proof.ts'
import { smallestFrom } from './smallest.ts'
import type { Study } from './study.ts'

export interface Sized<Answer> {
  readonly answers: readonly Answer[]
  readonly notSized: readonly NotSized[]
}

/** A run of a pool that is as large as anybody may want. */
interface Ample {
  readonly size: number
  readonly calm: readonly Outcome[]
}

export function sizePools(study: Study, crashes: number): Sized<PoolSize> {
  const answers: PoolSize[] = []
  const notSized: NotSized[] = []
  const { topology, timeline } = study.scenario
  const refuse = (subject: string, why: string) => notSized.push({ question: 'pool', subject, why })
  if (topology.eipPools.size === 0) refuse('pools', 'the file has no pool of EIPs')
  for (const pool of topology.eipPools.values()) {
    const subject = `pool ${pool.name}`
    const apps = [...topology.apps.values()].filter(({ eipPool }) => eipPool === pool.name)
    const sets = timeline.find(
      ({ action }) => action.kind === 'configure' && action.path.startsWith(`eipPools.${pool.name}.`),
    )
    if (apps.length === 0) refuse(subject, 'no application draws from it')
    else if (sets !== undefined) refuse(subject, `the timeline changes it: ${sets.text}`)
    else {
      const sized = sizePool(study, pool, apps, crashes)
      if (typeof sized === 'string') refuse(subject, sized)
      else answers.push(sized)
    }
  }
  return { answers, notSized }
}

/** Why it cannot be sized, where the cloud would not take a pool of another size. */
function sizePool(study: Study, pool: EipPool, apps: readonly App[], crashes: number): PoolSize | string {
  const sizes = new PoolSizes(study, pool)
  const names = apps.map(({ name }) => name)
  const instances = mostDeclared(study.scenario, apps)
  const ample = ampleFor(sizes, study, 2 * instances + crashes + 1)
  if (typeof ample === 'string') return ample
  return {
    pool: pool.name,
    declared: pool.addresses.length,
    apps: names,
    instances,
    answers: [...new Set([0, crashes])].map((count) => answerFor(count, sizes, ample, names)),
  }
}

function answerFor(crashes: number, sizes: PoolSizes, ample: Ample, apps: readonly string[]): PoolAnswer {
  const plan = sizes.scenarioOf(ample.size)
  const base = ample.calm.map((calm) => {
    const faults = crashesFor(calm, apps, crashes)
    return { faults, outcome: crashes === 0 ? calm : outcomeOf(faulted(plan, faults), calm.seed) }
  })
  const peak = peakOf(
    base.map(({ outcome }) => outcome),
    sizes.pool.name,
  )
  const failureAt = (size: number): Failure | undefined => {
    for (const { faults, outcome } of base) {
      const now = outcomeOf(faulted(sizes.scenarioOf(size), faults), outcome.seed)
      const what = lossIn(outcome, now)
      if (what !== undefined) return { seed: outcome.seed, what, crashes: faults }
    }
    return undefined
  }
  const found = smallestFrom(1, peak, failureAt)
  const prover = proverFor(sizes.scenarioOf(peak), crashes)
  const smallest = found.smallest === undefined ? undefined : provedFrom(found.smallest, peak, sizes, prover)
  const quota = smallest === undefined ? undefined : sizes.quotaFor(smallest)
  return {
    ...found,
    crashes,
    // With as many as an ample pool ever gives away, the course is the same; with one less somebody finds none.
    nobodyWaits: peak,
    anyway: [
      ...new Set(
        base.flatMap(({ outcome }) => outcome.summary.changes.flatMap((change) => whyNotSafe(change) ?? [])),
      ),
    ],
    ...(smallest !== undefined && {
      smallest,
      proof: prover.of(sizes.scenarioOf(smallest)),
      ...(smallest > 1 && { proofBelow: prover.of(sizes.scenarioOf(smallest - 1)) }),
    }),
    ...(quota !== undefined && { quota }),
  }
}

/** Runs are a sample, exploration sees every order: a size that it refutes is too small. */
function provedFrom(size: number, peak: number, sizes: PoolSizes, prover: Prover): number {
  let enough = size
  while (enough < peak && prover.of(sizes.scenarioOf(enough)).verdict === 'REFUTED') enough++
  return enough
}

/** A pool of which some is left in every run, with those runs. */
function ampleFor(sizes: PoolSizes, study: Study, atLeast: number): Ample | string {
  for (let size = atLeast; ; size *= 2) {
    const why = sizes.whyRefused(size)
    if (why !== undefined) return why
    const calm = study.seeds.map((seed) => outcomeOf(sizes.scenarioOf(size), seed))
    if (peakOf(calm, sizes.pool.name) < size) return { size, calm }
  }
}

function peakOf(outcomes: readonly Outcome[], pool: string): number {
  return Math.max(
    1,
    ...outcomes.map(({ summary }) => summary.pools.find((each) => each.pool === pool)?.peak ?? 0),
  )
}

/** Of all of them at once, each with the most it is scaled to. */
function mostDeclared({ timeline }: Scenario, apps: readonly App[]): number {
  return apps.reduce((sum, { name, instances }) => {
    const scaled = timeline.flatMap(({ action }) =>
      action.kind === 'scale' && action.app === name ? [action.instances] : [],
    )
    return sum + Math.max(instances, ...scaled)
  }, 0)
}
