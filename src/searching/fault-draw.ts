/** Draws the faults of a run: which, whom, and when – within the time in which something happens. */
import type { Fault, FaultKind } from '../checking/fault.ts'
import { MILLISECOND_US, SECOND_US } from '../cloud/duration-range.ts'
import type { Stream } from '../kernel/stream.ts'
import type { Plan } from '../simulation/plan.ts'
import type { Trace } from '../trace/trace.ts'

/** What faults can be drawn from: a plan, and one run of it without faults. */
export class FaultDraw {
  readonly #apps: readonly string[]
  readonly #zones: readonly string[]
  readonly #bound: readonly string[]
  readonly #works: readonly {
    readonly instance: string
    readonly work: 'pull' | 'start'
    readonly maxUs: number
  }[]
  /** Instants at which something happened, in order, each once. */
  readonly #instants: readonly number[]
  readonly #fromUs: number
  readonly #untilUs: number
  readonly #endUs: number
  readonly #makers: readonly (readonly [FaultKind, (stream: Stream) => Fault])[]

  constructor(plan: Plan, trace: Trace, kinds: readonly FaultKind[]) {
    const { topology, timeline, durationUs } = plan
    this.#endUs = durationUs
    this.#apps = [...topology.apps.keys()]
    const vswitches = new Set([...topology.apps.values()].flatMap((app) => app.vswitches))
    this.#zones = [
      ...new Set(
        [...topology.vswitches.values()].filter(({ name }) => vswitches.has(name)).map(({ zone }) => zone),
      ),
    ]
    const drawn = new Set([...(plan.draws?.keys() ?? []), ...(plan.failures?.keys() ?? [])])
    const bound = new Set<string>()
    const works = new Map<string, { instance: string; work: 'pull' | 'start'; maxUs: number }>()
    const instants = new Set<number>()
    this.#fromUs = timeline[0]?.atUs ?? 0
    for (const event of trace.events) {
      if (event.atUs >= this.#fromUs) instants.add(event.atUs)
      if (event.kind !== 'instance') continue
      const { app, instance, phase, version } = event
      if (phase === 'associating' && !drawn.has(`${instance}/eipBind`)) bound.add(instance)
      const work = phase === 'initializing' ? 'pull' : phase === 'starting' ? 'start' : undefined
      if (work === undefined || drawn.has(`${instance}/${work}`)) continue
      const { lifecycle, versions } = topology.apps.get(app)!
      const { maxUs } = work === 'pull' ? lifecycle.pull : (versions.get(version)?.start ?? lifecycle.start)
      works.set(`${instance}/${work}`, { instance, work, maxUs })
    }
    this.#bound = [...bound]
    this.#works = [...works.values()]
    this.#instants = [...instants].sort((a, b) => a - b)
    this.#untilUs = Math.max(this.#instants.at(-1) ?? 0, Math.min(this.#fromUs + 60 * SECOND_US, durationUs))
    const makers = {
      crash: [this.#apps, (stream: Stream) => this.#crash(stream)],
      zone: [this.#zones, (stream: Stream) => this.#zone(stream)],
      eipBindFails: [this.#bound, (stream: Stream) => this.#eipBindFails(stream)],
      slowStart: [this.#works, (stream: Stream) => this.#slowStart(stream)],
    } as const
    this.#makers = kinds.flatMap((kind) =>
      makers[kind][0].length > 0 ? [[kind, makers[kind][1]] as const] : [],
    )
  }

  /** At least one and at most `atMost`; none where the plan has nobody to whom one could happen. */
  draw(stream: Stream, atMost: number): Fault[] {
    if (this.#makers.length === 0 || atMost === 0) return []
    const faults = new Map<string, Fault>()
    const count = 1 + stream.below(atMost)
    for (let i = 0; i < count; i++) {
      const [, make] = this.#makers[stream.below(this.#makers.length)]!
      const fault = make(stream)
      faults.set(keyOf(fault), fault)
    }
    return [...faults.values()]
  }

  #crash(stream: Stream): Fault {
    const mode = stream.below(2) === 0 ? 'instance' : 'container'
    return { kind: 'crash', atUs: this.#instant(stream), app: oneOf(this.#apps, stream), mode }
  }

  #zone(stream: Stream): Fault {
    const forUs = (1 + stream.below(30)) * 10 * SECOND_US
    return { kind: 'zone', atUs: this.#instant(stream), zone: oneOf(this.#zones, stream), forUs }
  }

  #eipBindFails(stream: Stream): Fault {
    return { kind: 'eipBindFails', instance: oneOf(this.#bound, stream), times: 1 + stream.below(3) }
  }

  #slowStart(stream: Stream): Fault {
    const { instance, work, maxUs } = oneOf(this.#works, stream)
    return { kind: 'slowStart', instance, work, tookUs: Math.max(maxUs, SECOND_US) * (2 + stream.below(9)) }
  }

  /** Half of them fall on an instant at which something happened, where the order of two things is open. */
  #instant(stream: Stream): number {
    if (stream.below(2) === 0 && this.#instants.length > 0)
      return Math.min(oneOf(this.#instants, stream), this.#endUs)
    const milliseconds = Math.floor((this.#untilUs - this.#fromUs) / MILLISECOND_US) + 1
    return Math.min(this.#fromUs + stream.below(milliseconds) * MILLISECOND_US, this.#endUs)
  }
}

/** No two faults of a run say otherwise of the same thing. */
function keyOf(fault: Fault): string {
  switch (fault.kind) {
    case 'crash':
      return `${fault.atUs} ${fault.app}`
    case 'zone':
      return `${fault.atUs} zone ${fault.zone}`
    case 'eipBindFails':
      return `${fault.instance}/eipBind`
    case 'slowStart':
      return `${fault.instance}/${fault.work}`
  }
}

function oneOf<T>(items: readonly T[], stream: Stream): T {
  return items[stream.below(items.length)]!
}
