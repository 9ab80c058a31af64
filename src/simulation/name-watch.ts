/** Who calls whom by a name: the answers that callers keep, and who has to be asked again when an ENI changes. */
import { type KeptAnswer, resolutionFor } from '../datapath/called-name.ts'
import type { Flow } from '../datapath/flow.ts'
import { type Live, NONE } from '../datapath/live.ts'
import type { Tables } from '../datapath/tables.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { keptKey } from '../trace/moment.ts'
import type { Participant } from './reachability.ts'
import type { Resolvers } from './resolvers.ts'

export class NameWatch {
  readonly #resolvers: Resolvers
  /** By the address that a name led to, and by those that DNAT makes of it. */
  readonly #callers = new Map<Ipv4, Set<Participant>>()

  constructor(resolvers: Resolvers) {
    this.#resolvers = resolvers
  }

  /** The participant is about to be asked; undefined where it calls by a fresh answer, or by no name at all. */
  use(tables: Tables, live: Live, flow: Flow, participant: Participant): KeptAnswer | undefined {
    if (flow.to.kind !== 'name') return undefined
    const { slot, cause } = participant
    const fresh = resolutionFor(tables, live, flow, slot)
    const kept = this.#resolvers.use(slot, flow.to.name, fresh, cause)
    for (const address of [kept?.address, fresh.ok ? fresh.address : undefined])
      if (address !== undefined) this.#note(tables, address, participant)
    return kept
  }

  keptBy({ to }: Flow, slot: number): KeptAnswer | undefined {
    return to.kind === 'name' ? this.#resolvers.kept.get(keptKey(slot, to.name)) : undefined
  }

  #note({ topology }: Tables, address: Ipv4, caller: Participant): void {
    const mapped = [...topology.natGateways.values()].flatMap(({ eips, dnat }) =>
      eips.includes(address) ? dnat.filter(({ eip }) => eip === address).map(({ to }) => to) : [],
    )
    for (const called of [address, ...mapped]) {
      const callers = this.#callers.get(called)
      if (callers === undefined) this.#callers.set(called, new Set([caller]))
      else callers.add(caller)
    }
  }

  /** Those who called one of these addresses; some of them may call another one by now. */
  callersOf(address: Ipv4, eip: Ipv4 | typeof NONE): readonly Participant[] {
    if (this.#callers.size === 0) return NOBODY
    return [...(this.#callers.get(address) ?? []), ...(eip === NONE ? [] : (this.#callers.get(eip) ?? []))]
  }

  /** It takes no more part, and begins anew when it does. */
  forget({ to }: Flow, slot: number): void {
    if (to.kind === 'name') this.#resolvers.forget(slot, to.name)
  }
}

const NOBODY: readonly Participant[] = []
