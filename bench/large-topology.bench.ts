/** How much one account may grow: reading, compiling and replaying a topology of ten thousand instances, and what it holds in memory. */
import { judge } from '../src/checking/judge.ts'
import { compileTables, type Tables } from '../src/datapath/tables.ts'
import { Kernel } from '../src/kernel/kernel.ts'
import { readScenario } from '../src/scenario/read-scenario.ts'
import type { Scenario } from '../src/scenario/scenario.ts'
import { Reachability } from '../src/simulation/reachability.ts'
import { Resolvers } from '../src/simulation/resolvers.ts'
import { simulate } from '../src/simulation/simulate.ts'
import type { Event } from '../src/trace/event.ts'
import { summarize } from '../src/trace/summarize.ts'
import type { Trace } from '../src/trace/trace.ts'
import { type Bench, type Competitor, race, type Sample, type Size, timed } from './harness.ts'
import { heldBy } from './heap.ts'
import { type LargeScenario, textOf } from './large-scenario.ts'

/** 1,000 vSwitches, 10,000 instances; 5,000 rules of security groups, 4,000 entries of ACLs, 1,000 of whitelists; 100 flows. */
const FULL: LargeScenario = {
  vpcs: 10,
  vswitchesPerVpc: 100,
  appsPerVpc: 10,
  instancesPerApp: 100,
  rulesPerGroup: 50,
  aclsPerVpc: 10,
  entriesPerAcl: 20,
  entriesPerWhitelist: 50,
  flows: 'one of each application',
}

const TINY: LargeScenario = { ...FULL, vpcs: 2, vswitchesPerVpc: 20, aclsPerVpc: 2, instancesPerApp: 4 }

const bench: Bench = {
  name: 'large-topology',
  regime:
    'ten VPCs of 100 vSwitches and ten applications each, 10,000 instances, 10,000 rules of security groups, network ACLs ' +
    'and whitelists, 100 flows to the Internet, to databases and from shoppers; every application is replaced at once',
  async *run(size: Size) {
    const isTiny = size === 'tiny'
    const large = isTiny ? TINY : FULL
    const repetitions = isTiny ? 1 : 5
    const text = textOf(large)
    const scenario = scenarioOf(text)
    yield await race({
      title: 'from the file to tables',
      unit: 'topology',
      baseline: 'compile',
      repetitions,
      competitors: beginnersOf(text, scenario),
    })
    yield await race({
      title: 'the whole replacement',
      unit: 'event',
      baseline: 'simulate',
      repetitions,
      competitors: runnersOf(scenario),
    })
    const many = { ...large, flows: { ofTheFirst: isTiny ? 10 : 100 } }
    for (const [title, run] of [
      ['one event, each flow of another application', scenario],
      ['one event, all flows of one application', scenarioOf(textOf(many))],
    ] as const)
      yield await race({
        title,
        unit: 'event',
        baseline: 'everything asked again, median',
        repetitions: isTiny ? 1 : 3,
        competitors: replayersOf(run, isTiny ? 20 : 200),
      })
  },
}

export default bench

function scenarioOf(text: string): Scenario {
  const read = readScenario(text, { file: 'large.yaml' })
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return read.scenario
}

function beginnersOf(text: string, scenario: Scenario): Competitor[] {
  const { topology } = scenario
  const before = compileTables(topology)
  const internet = new Map(topology.internet)
  internet.set('shoppers', { ...internet.get('shoppers')! })
  const competitor = (name: string, make: () => Scenario['topology'] | Tables): Competitor => ({
    name,
    note: `holds ${heldBy(make)}`,
    run() {
      let made: ReturnType<typeof make> | undefined
      const nanoseconds = timed(() => {
        made = make()
      })
      const { vswitches, apps } = 'topology' in made! ? made.topology : made!
      return {
        nanoseconds,
        operations: 1,
        checksum: `${vswitches.size} vSwitches, ${apps.size} applications`,
      }
    },
  })
  return [
    competitor('read', () => scenarioOf(text).topology),
    competitor('compile', () => compileTables(topology)),
    competitor('compile again, one host changed', () => compileTables({ ...topology, internet }, before)),
  ]
}

function runnersOf(scenario: Scenario): Competitor[] {
  const competitor = (name: string, run: () => Trace, note = ''): Competitor => ({
    name,
    note,
    run() {
      let trace: Trace | undefined
      const nanoseconds = timed(() => {
        trace = run()
      })
      const { events } = trace!
      return { nanoseconds, operations: events.length, checksum: courseOf(events) }
    },
  })
  const whole = () => {
    const trace = simulate(scenario)
    judge(summarize(trace, scenario), [], { reasonOf: () => undefined })
    return trace
  }
  return [
    competitor('simulate', () => simulate(scenario), `its trace holds ${heldBy(() => simulate(scenario))}`),
    competitor('simulate, summarize, judge', whole),
  ]
}

function courseOf(events: readonly Event[]): string {
  const statuses = new Map<string, string>()
  for (const event of events) if (event.kind === 'flow') statuses.set(event.flow, event.status)
  const reachable = [...statuses.values()].filter((status) => status === 'REACHABLE').length
  return `${events.length} events, ${reachable} of ${statuses.size} flows reachable`
}

/** Some events in the middle of the replacement are timed one by one, with all flows judged behind each. */
function replayersOf(scenario: Scenario, timedEvents: number): Competitor[] {
  const turns = turnsOf(simulate(scenario).events)
  const from = Math.floor((turns.length - timedEvents) / 2)
  const replayer = (name: string, quantile: number, isAskedAgain: boolean) => ({
    name,
    run(): Sample {
      const world = new Reachability(scenario, new Resolvers(new Kernel(), () => {}))
      const statuses = new Map<string, string>()
      const take = (turn: readonly Fact[], isAllTouched: boolean) => {
        for (const fact of turn) world.observe(fact, fact.seq)
        if (isAllTouched) world.configure(scenario.topology, turn[0]!.seq)
        world.settle((told) => {
          if (told.kind === 'flow') statuses.set(told.flow, `${told.status} ${told.through}/${told.asked}`)
        })
      }
      for (const turn of turns.slice(0, from)) take(turn, false)
      const times = turns.slice(from, from + timedEvents).map((turn) => timed(() => take(turn, isAskedAgain)))
      times.sort((a, b) => a - b)
      const nanoseconds = times[Math.floor(quantile * (times.length - 1))]!
      return { nanoseconds, operations: 1, checksum: digestOf([...statuses].join(' ')) }
    },
  })
  return [
    replayer('what it touched, median', 0.5, false),
    replayer('what it touched, 99 of 100', 0.99, false),
    replayer('everything asked again, median', 0.5, true),
  ]
}

type Fact = Event & { readonly kind: 'instance' | 'eip' | 'capacity' }

/** What is told of the deployment between two judgements: an instance's step, and what comes with it. */
function turnsOf(events: readonly Event[]): Fact[][] {
  const turns: Fact[][] = []
  let open: Fact[] = []
  for (const event of events) {
    if (event.kind === 'answer' || event.kind === 'left' || event.kind === 'flow') open = []
    if (event.kind !== 'instance' && event.kind !== 'eip' && event.kind !== 'capacity') continue
    if (open[0]?.atUs !== event.atUs) {
      open = []
      turns.push(open)
    }
    open.push(event)
  }
  return turns
}

function digestOf(text: string): string {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) >>> 0
  return hash.toString(16)
}
