/**
 * Faults that may happen in a plan: to whom is known from one run of it without any, and when – at or beside an instant at which
 * something happens, where the order of two things is open. They shrink to fewer, earlier and shorter ones.
 */
import fc from 'fast-check'
import { FAULT_KINDS, type Fault, type FaultKind, faultText } from '../checking/fault.ts'
import { MILLISECOND_US, SECOND_US } from '../cloud/duration-range.ts'
import type { Plan } from '../simulation/plan.ts'
import { simulate } from '../simulation/simulate.ts'

type Work = 'pull' | 'start'

/** At most so many faults of these kinds; always none where the plan has nobody to whom one could happen. */
export function someFaults(
  plan: Plan,
  atMost: number,
  kinds: readonly FaultKind[] = FAULT_KINDS,
): fc.Arbitrary<Fault[]> {
  const faults = atMost > 0 ? faultsOf(plan, kinds) : []
  if (faults.length === 0) return fc.constant([])
  return fc.uniqueArray(fc.oneof(...faults), { maxLength: atMost, selector: objectOf })
}

/**
 * One fault of these kinds.
 *
 * @throws RangeError where the plan has nobody to whom one could happen.
 */
export function aFault(plan: Plan, kinds: readonly FaultKind[] = FAULT_KINDS): fc.Arbitrary<Fault> {
  const faults = faultsOf(plan, kinds)
  if (faults.length === 0) throw new RangeError(`no fault of ${kinds.join(', ')} can happen in ${plan.name}`)
  return fc.oneof(...faults)
}

function faultsOf(plan: Plan, kinds: readonly FaultKind[]): fc.Arbitrary<Fault>[] {
  const { topology, draws, failures } = plan
  const apps = [...topology.apps.keys()]
  const vswitches = new Set([...topology.apps.values()].flatMap((app) => app.vswitches))
  const zones = new Set<string>()
  for (const { name, zone } of topology.vswitches.values()) if (vswitches.has(name)) zones.add(zone)
  const { instants, bound, works } = whatHappens(plan)
  // What the file itself says of a work stays.
  const free = (name: string) => draws?.has(name) !== true && failures?.has(name) !== true
  const mayFail = bound.filter((instance) => free(`${instance}/eipBind`))
  const mayBeSlow = works.filter(({ instance, work }) => free(`${instance}/${work}`))
  const atUs = anInstant(instants, plan.durationUs)
  const makers: Record<FaultKind, (() => fc.Arbitrary<Fault>) | undefined> = {
    crash: () =>
      fc.record({
        kind: fc.constant('crash'),
        atUs,
        app: fc.constantFrom(...apps),
        mode: fc.constantFrom('container', 'instance'),
      }),
    zone: () =>
      fc.record({
        kind: fc.constant('zone'),
        atUs,
        zone: fc.constantFrom(...zones),
        forUs: fc.integer({ min: 1, max: 300 }).map((seconds) => seconds * SECOND_US),
      }),
    eipBindFails: () =>
      fc.record({
        kind: fc.constant('eipBindFails'),
        instance: fc.constantFrom(...mayFail),
        times: fc.integer({ min: 1, max: 3 }),
      }),
    slowStart: () =>
      fc
        .tuple(fc.constantFrom(...mayBeSlow), fc.integer({ min: 2, max: 10 }))
        .map(([{ instance, work, maxUs }, times]) => ({
          kind: 'slowStart' as const,
          instance,
          work,
          tookUs: Math.max(maxUs, SECOND_US) * times,
        })),
  }
  const victims = {
    crash: apps.length,
    zone: zones.size,
    eipBindFails: mayFail.length,
    slowStart: mayBeSlow.length,
  }
  return kinds.filter((kind) => victims[kind] > 0).map((kind) => makers[kind]!())
}

/** Half of the draws fall together with something. */
function anInstant(instants: readonly number[], durationUs: number): fc.Arbitrary<number> {
  const first = instants[0] ?? 0
  const spanMs = Math.floor(((instants.at(-1) ?? durationUs) - first) / MILLISECOND_US)
  const anywhere = fc
    .nat(Math.max(spanMs, 60_000))
    .map((ms) => Math.min(first + ms * MILLISECOND_US, durationUs))
  return instants.length === 0 ? anywhere : fc.oneof(fc.constantFrom(...instants), anywhere)
}

/** When something happens from the first entry of the timeline on, and who binds, pulls and starts then. */
function whatHappens(plan: Plan) {
  const fromUs = plan.timeline[0]?.atUs ?? 0
  const instants = new Set<number>()
  const bound = new Set<string>()
  const works = new Map<string, { readonly instance: string; readonly work: Work; readonly maxUs: number }>()
  for (const event of simulate(plan).events) {
    if (event.atUs >= fromUs) instants.add(event.atUs)
    if (event.kind !== 'instance') continue
    const { app, instance, phase, version } = event
    const { lifecycle, versions } = plan.topology.apps.get(app)!
    if (phase === 'associating') bound.add(instance)
    const work = phase === 'initializing' ? 'pull' : phase === 'starting' ? 'start' : undefined
    if (work === undefined) continue
    const { maxUs } = work === 'pull' ? lifecycle.pull : (versions.get(version)?.start ?? lifecycle.start)
    works.set(`${instance}/${work}`, { instance, work, maxUs })
  }
  return { instants: [...instants], bound: [...bound], works: [...works.values()] }
}

/** Two faults of a run are not of one object. */
function objectOf(fault: Fault): string {
  switch (fault.kind) {
    case 'crash':
    case 'zone':
      return faultText(fault)
    case 'eipBindFails':
      return `${fault.instance}/eipBind`
    case 'slowStart':
      return `${fault.instance}/${fault.work}`
  }
}
