/** Connections of flows: how many there were, what was refused and lost and why; and how near SNAT came to its ports. */
import type { EventOf } from './event-of.ts'
import { obtain } from './obtain.ts'
import type { ConnectionsSummary, ConnectionTrouble, SnatPortsSummary, Summary } from './summary.ts'

/** Without such events there is nothing to tell, and no key for it. */
export function foldConnections(
  events: readonly EventOf<'connections' | 'snatPorts'>[],
): Pick<Summary, 'connections' | 'snatPorts'> {
  if (events.length === 0) return {}
  const drafts = new Map<string, Draft>()
  const ports = new Map<string, SnatPortsSummary>()
  for (const event of events) {
    if (event.kind === 'connections') obtain(drafts, event.flow, () => new Draft(event.flow)).see(event)
    else {
      const { gateway, eip, destination, port, protocol, used, capacity, atUs, seq } = event
      const key = `${eip} ${destination} ${port} ${protocol}`
      ports.set(key, { gateway, eip, destination, port, protocol, peak: used, capacity, atUs, since: seq })
    }
  }
  return {
    connections: [...drafts.values()].map((draft) => draft.finish()),
    snatPorts: [...ports.values()],
  }
}

type Trouble = Omit<ConnectionTrouble, 'instances'> & { readonly instances: Set<string> }

class Draft {
  readonly #flow: string
  readonly #counts = { opened: 0, closed: 0, refused: 0, lost: 0 }
  readonly #troubles = { refused: new Map<string, Trouble>(), lost: new Map<string, Trouble>() }
  #peak = 0
  #open = 0

  constructor(flow: string) {
    this.#flow = flow
  }

  see(event: EventOf<'connections'>): void {
    const { change, count, open } = event
    this.#counts[change] += count
    this.#open = open
    this.#peak = Math.max(this.#peak, open)
    if (change === 'refused' || change === 'lost') this.#trouble(change, event)
  }

  #trouble(change: 'refused' | 'lost', event: EventOf<'connections'>): void {
    const { code = '', cause, count, instance, atUs, details = {}, seq } = event
    const troubles = this.#troubles[change]
    const key = change === 'lost' ? `${code} ${cause}` : code
    const known = troubles.get(key)
    const instances = known?.instances ?? new Set<string>()
    instances.add(instance)
    troubles.set(
      key,
      known === undefined
        ? { code, count, instances, firstUs: atUs, lastUs: atUs, details, since: seq }
        : { ...known, count: known.count + count, lastUs: atUs },
    )
  }

  finish(): ConnectionsSummary {
    const { opened, closed, refused, lost } = this.#counts
    return {
      flow: this.#flow,
      opened,
      closed,
      peak: this.#peak,
      atEnd: this.#open,
      refused,
      lost,
      refusals: toldOf(this.#troubles.refused),
      losses: toldOf(this.#troubles.lost),
    }
  }
}

function toldOf(troubles: ReadonlyMap<string, Trouble>): ConnectionTrouble[] {
  return [...troubles.values()].map((trouble) => ({ ...trouble, instances: [...trouble.instances] }))
}
