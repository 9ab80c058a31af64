import type { Expectation } from '../src/checking/expectation.ts'
import { judge } from '../src/checking/judge.ts'
import { HOUR_US, SECOND_US } from '../src/cloud/duration-range.ts'
import { unwritten } from '../src/cloud/origin.ts'
import { Estate } from '../src/deployment/estate.ts'
import type { Fact } from '../src/deployment/fact.ts'
import type { Command, Work } from '../src/deployment/work.ts'
import { prefixOf } from '../src/net/cidr.ts'
import { ipv4 } from '../src/net/ipv4.ts'
import type { Plan } from '../src/simulation/plan.ts'
import { simulate } from '../src/simulation/simulate.ts'
import { aPlan } from '../src/testing/arbitraries/a-plan.ts'
import type { Event } from '../src/trace/event.ts'
import { summarize } from '../src/trace/summarize.ts'
import { type NaiveRollout, playRollout } from '../test/golden/naive-rollout.ts'
import { type Bench, type Competitor, race, type Sample, type Size, timed } from './harness.ts'

/** How a rollout went: what all competitors have to agree on, whatever its size. */
interface Course {
  /** Since the begin of the order. */
  readonly completedAfterUs: number
  readonly fewestReady: number
}

/** A tenth of the instances is replaced at a time, so that rollouts of all sizes last equally long. */
function planOf(instances: number): Plan {
  const plan = aPlan({
    apps: [{ instances, deploy: { maxSurgePercent: 10 } }],
    pools: { pool: instances * 1.1 },
    durationUs: HOUR_US,
  })
  const [vH, vI] = [...plan.topology.vswitches.values()]
  const wide = [
    { ...vH!, cidr: prefixOf(ipv4(172, 16, 0, 0), 18) },
    { ...vI!, cidr: prefixOf(ipv4(172, 16, 64, 0), 18) },
  ]
  return {
    ...plan,
    topology: { ...plan.topology, vswitches: new Map(wide.map((vswitch) => [vswitch.name, vswitch])) },
  }
}

/** The same rollout in whole seconds: the durations of `aPlan`. */
function naiveOf(instances: number): NaiveRollout {
  return {
    instances,
    pool: instances * 1.1,
    minReady: Math.ceil(instances / 4),
    maxSurge: instances / 10,
    gate: 'bound',
    gray: 0,
    batches: 1,
    batchWait: 0,
    batchTimeout: 1800,
    schedule: 4,
    pull: 10,
    retry: 10,
    bind: 3,
    start: 20,
    readinessGate: undefined,
    preStop: 0,
    stop: 5,
    grace: 30,
    release: 3,
  }
}

function expectationsOf(instances: number): Expectation[] {
  const written = { text: '', origin: unwritten('expect') }
  return [
    { ...written, kind: 'rollout', app: 'shop', outcome: 'completed', verdict: 'SAFE', withinUs: HOUR_US },
    { ...written, kind: 'flow', flow: 'to-shop', mode: 'always', state: 'reachable' },
    {
      ...written,
      kind: 'pool',
      pool: 'pool',
      mode: 'always',
      compare: { operator: '<=', value: instances * 1.1 },
    },
  ]
}

/** Everything that `simulate scenario.yaml` does between reading and telling. */
function whole(plan: Plan, expectations: readonly Expectation[]): Course {
  const summary = summarize(simulate(plan), plan)
  const findings = judge(summary, expectations, { reasonOf: () => undefined })
  const failed = findings.find(({ status }) => status !== 'held')
  if (failed !== undefined) throw new Error(failed.message)
  const { fromUs, untilUs, leastReady } = summary.changes[0]!
  return { completedAfterUs: untilUs! - fromUs, fewestReady: leastReady }
}

function simulated(plan: Plan): Course {
  const watch = new CourseWatch()
  for (const event of simulate(plan).events) watch.see(event, event.atUs)
  return watch.course
}

/** The estate's steps alone: works come due from a sorted list, and nobody asks who reaches whom. */
function stepsAlone({ topology, timeline }: Plan): Course {
  const estate = new Estate(topology)
  const watch = new CourseWatch()
  const pending: { readonly dueUs: number; readonly work: Work }[] = []
  const obey = (commands: readonly Command[], nowUs: number) => {
    for (const command of commands) {
      if (command.kind === 'tell') watch.see(command.fact, nowUs)
      else if (command.kind === 'cancel') {
        pending.splice(
          pending.findIndex(({ work }) => work === command.work),
          1,
        )
      } else {
        const dueUs = nowUs + command.work.range.minUs
        pending.splice(pending.findLastIndex((other) => other.dueUs <= dueUs) + 1, 0, {
          dueUs,
          work: command.work,
        })
      }
    }
  }
  obey(estate.step({ kind: 'boot', apps: [...topology.apps.keys()] }), 0)
  for (const { atUs, action } of timeline) if (action.kind === 'deploy') obey(estate.step(action), atUs)
  for (let next = pending.shift(); next !== undefined; next = pending.shift())
    obey(estate.step({ kind: 'done', work: next.work, passed: true }), next.dueUs)
  return watch.course
}

function naive(rollout: NaiveRollout): Course {
  const { outcome, after, fewestReady } = playRollout(rollout)
  if (outcome !== 'completed') throw new Error(`the naive rollout is ${outcome}`)
  return { completedAfterUs: after * SECOND_US, fewestReady }
}

/** Gathers the course of the only order from what is told. */
class CourseWatch {
  #begunUs = Number.NaN
  #endedUs = Number.NaN
  #ready = 0
  #fewestReady = Number.POSITIVE_INFINITY

  see(fact: Event | Fact, atUs: number): void {
    if (fact.kind === 'capacity') this.#ready = fact.ready
    else if (fact.kind !== 'order') return
    else if (fact.status === 'running') this.#begunUs = atUs
    else this.#endedUs = atUs
    if (atUs >= this.#begunUs) this.#fewestReady = Math.min(this.#fewestReady, this.#ready)
  }

  get course(): Course {
    return { completedAfterUs: this.#endedUs - this.#begunUs, fewestReady: this.#fewestReady }
  }
}

/** Plays so many rollouts, each of which counts as `units` operations. */
function competitor(
  name: string,
  instances: number,
  rollouts: number,
  units: number,
  play: () => Course,
): Competitor {
  return {
    name,
    run(): Sample {
      const answers = new Set<string>()
      const nanoseconds = timed(() => {
        for (let count = 0; count < rollouts; count++) {
          const { completedAfterUs, fewestReady } = play()
          answers.add(`${completedAfterUs / SECOND_US} s, ${(100 * fewestReady) / instances} % ready`)
        }
      })
      return { nanoseconds, operations: rollouts * units, checksum: [...answers].join(' or ') }
    },
  }
}

const INSTANCES = 10

const bench: Bench = {
  name: 'rollout',
  regime:
    'one EIP per instance and a tenth more EIPs than instances, a tenth replaced at a time, fixed durations, two flows ' +
    'watched; the plan is built once',
  async *run(size: Size) {
    const isTiny = size === 'tiny'
    const [plan, expectations] = [planOf(INSTANCES), expectationsOf(INSTANCES)]
    const rollouts = isTiny ? 2 : 1_000
    yield await race({
      title: `${INSTANCES} instances, ${INSTANCES * 1.1} EIPs`,
      unit: 'rollout',
      baseline: 'naive, second by second',
      repetitions: isTiny ? 1 : 7,
      competitors: [
        competitor('simulate, summarize, judge', INSTANCES, rollouts, 1, () => whole(plan, expectations)),
        competitor('simulate', INSTANCES, rollouts, 1, () => simulated(plan)),
        competitor('steps alone', INSTANCES, rollouts, 1, () => stepsAlone(plan)),
        competitor('naive, second by second', INSTANCES, isTiny ? 1 : 100, 1, () =>
          naive(naiveOf(INSTANCES)),
        ),
      ],
    })
    yield await race({
      title: 'growth with the number of instances',
      unit: 'instance',
      baseline: '10 instances',
      repetitions: isTiny ? 1 : 5,
      competitors: (isTiny ? [10] : [10, 100, 1_000, 10_000]).map((instances) => {
        const [plan, expectations] = [planOf(instances), expectationsOf(instances)]
        return competitor(
          `${instances} instances`,
          instances,
          isTiny ? 1 : 10_000 / instances,
          instances,
          () => whole(plan, expectations),
        )
      }),
    })
  },
}

export default bench
