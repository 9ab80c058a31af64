/**
 * The fastest way to cut a release: batches, a gray batch before them, and how long they wait for each other. SAFE is a plan whose changes
 * are SAFE in every run and that loses nothing which the declared plan keeps. Who confirms batches by hand is as fast as that person.
 */
import type {
  BatchChoice,
  BatchPlan,
  BatchPlanTried,
  Failure,
  NotSized,
  SizeProof,
} from '../checking/sizing/size-sheet.ts'
import type { App } from '../cloud/app.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { changesFor, declaredPlan, ownStrategy, plansFor, type Release, releasesOf } from './batch-plans.ts'
import { lossIn, type Outcome, outcomeOf, whyNotSafe } from './outcome.ts'
import type { Sized } from './size-pools.ts'
import { sizeProofOf } from './size-proof.ts'
import { type Study, withValues } from './study.ts'

export function sizeBatches(study: Study): Sized<BatchChoice> {
  const answers: BatchChoice[] = []
  const notSized: NotSized[] = []
  const refuse = (subject: string, why: string) => notSized.push({ question: 'batches', subject, why })
  const before = study.before()
  for (const app of study.scenario.topology.apps.values()) {
    const releases = releasesOf(app, study.scenario)
    if (releases.length === 0) continue
    const subject = `app ${app.name}`
    if (app.eas !== undefined) refuse(subject, 'a service of EAS is updated in one batch')
    else if (
      [app.deploy.strategy, ...releases.flatMap(ownStrategy)].some(({ release }) => release === 'manual')
    )
      refuse(subject, 'its batches are confirmed by hand, and are as fast as that')
    else answers.push(choiceFor(app, releases, before, study))
  }
  if (answers.length + notSized.length === 0) refuse('batches', 'the timeline has no deployment')
  return { answers, notSized }
}

function choiceFor(
  app: App,
  releases: readonly Release[],
  before: readonly Outcome[],
  study: Study,
): BatchChoice {
  const declared = tried(app, declaredPlan(app, releases), study.scenario, before, true)
  const rows: [BatchPlanTried, Scenario][] = [[declared, study.scenario]]
  for (const plan of plansFor(app, releases)) {
    const read = withValues(study, changesFor(app, plan, releases))
    if (read.ok) rows.push([tried(app, plan, read.scenario, before, false), read.scenario])
  }
  rows.sort(([a], [b]) => inOrder(a, b))
  const safe = rows.filter(([{ failure }]) => failure === undefined)
  const proofs: SizeProof[] = []
  for (const [, scenario] of safe.length > 0 ? safe : rows.slice(0, 1)) {
    const proof = sizeProofOf(scenario)
    proofs.push(proof)
    if (proof.verdict !== 'REFUTED') break
  }
  const isFound = proofs.at(-1)?.verdict !== 'REFUTED'
  const pool = app.eipPool === undefined ? undefined : study.scenario.topology.eipPools.get(app.eipPool)
  return {
    app: app.name,
    ...(pool !== undefined && { pool: { name: pool.name, size: pool.addresses.length } }),
    instances: app.instances,
    tried: rows.map(([row], index) => (index < proofs.length ? { ...row, proof: proofs[index]! } : row)),
    ...(safe.length > 0 && { fastest: isFound ? proofs.length - 1 : 0 }),
  }
}

/** The runs of the declared plan are there. */
function tried(
  app: App,
  plan: BatchPlan,
  scenario: Scenario,
  before: readonly Outcome[],
  isDeclared: boolean,
): BatchPlanTried {
  let doneUs: number | undefined = 0
  let failure: Failure | undefined
  for (const base of before) {
    const now: Outcome = isDeclared ? base : outcomeOf(scenario, base.seed)
    const took = timeUntilDone(app, now)
    doneUs = took === undefined || doneUs === undefined ? undefined : Math.max(doneUs, took)
    const what = firstUnsafe(app, now) ?? lossIn(base, now)
    if (what === undefined) continue
    failure = { seed: base.seed, what, crashes: [] }
    break
  }
  return {
    ...plan,
    isDeclared,
    ...(doneUs !== undefined && { doneUs }),
    ...(failure !== undefined && { failure }),
  }
}

function firstUnsafe(app: App, { summary }: Outcome): string | undefined {
  for (const change of summary.changes) {
    const why = change.app === app.name ? whyNotSafe(change) : undefined
    if (why !== undefined) return why
  }
  return undefined
}

function timeUntilDone(app: App, { summary }: Outcome): number | undefined {
  let sumUs = 0
  for (const { app: name, type, fromUs, untilUs } of summary.changes) {
    if (name !== app.name || (type !== 'CoDeploy' && type !== 'CoRollback')) continue
    if (untilUs === undefined) return undefined
    sumUs += untilUs - fromUs
  }
  return sumUs
}

/** SAFE ones by time, and of equally fast ones the declared, then the one with more batches, which loses less if it goes wrong. */
function inOrder(a: BatchPlanTried, b: BatchPlanTried): number {
  if ((a.failure === undefined) !== (b.failure === undefined)) return a.failure === undefined ? -1 : 1
  const byTime = (a.doneUs ?? Number.MAX_SAFE_INTEGER) - (b.doneUs ?? Number.MAX_SAFE_INTEGER)
  if (byTime !== 0) return byTime
  if (a.isDeclared !== b.isDeclared) return a.isDeclared ? -1 : 1
  return b.batches - a.batches || (b.gray ?? 0) - (a.gray ?? 0)
}
