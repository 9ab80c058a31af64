/**
 * Gateways as they hold now. What is ordered for one takes its time – another size 3 to 5 minutes, a custom domain up to 5
 * where services are deployed already (seed 002), what is made anew an assumed time – and until then what was there before
 * holds. What is taken away is gone at once, and lists hold at once (assumed). Pure steps but for the durations, which the
 * chooser draws: whoever has a clock says when a change has come through.
 */
import { type DurationRange, fixed, MINUTE_US } from '../cloud/duration-range.ts'
import type { Gateway } from '../cloud/gateway.ts'
import { servicesOf } from '../cloud/gateway-front.ts'
import type { Topology } from '../cloud/topology.ts'
import { type Chooser, chooseDurationUs } from '../kernel/choice.ts'
import { type GatewayPart, type GatewaySize, partsOf, partsOfNew, withParts } from './gateway-part.ts'

/** A change under way. */
export interface GatewayChange {
  readonly gateway: string
  /** The part in the words of the file: `nodes`, `domains.api.example.com`, `vpcs.shop`, `internet`; empty: all of it. */
  readonly part: string
  readonly value: GatewayPart
  /** Where the file has what changes; of a size that is its `spec`, its `nodes`, or the gateway for both. */
  readonly path: string
  readonly dueUs: number
}

/** Facts/deployment B.5, seed 002. */
const RESIZE: DurationRange = { minUs: 3 * MINUTE_US, maxUs: 5 * MINUTE_US }
/** Seed 002: at most five minutes. */
const DOMAIN: DurationRange = { minUs: 0, maxUs: 5 * MINUTE_US }

export class GatewayChanges {
  readonly #chooser: Chooser
  #topology: Topology
  /** By gateway, then by part: what holds, where it is not what is ordered. */
  readonly #held = new Map<string, Map<string, GatewayPart | undefined>>()
  /** By gateway: VPCs whose link held, and has been removed. */
  readonly #removed = new Map<string, readonly string[]>()
  /** In the order in which they were ordered. */
  #underWay: readonly GatewayChange[] = []

  constructor(topology: Topology, chooser: Chooser) {
    this.#topology = topology
    this.#chooser = chooser
  }

  /** What is ordered from now on. The changes that are to be reported when they are due. */
  configure(topology: Topology, nowUs: number): readonly GatewayChange[] {
    const before = this.#topology.gateways
    this.#topology = topology
    if (before === topology.gateways) return []
    for (const { name, kind } of before.values())
      if (topology.gateways.get(name)?.kind !== kind) {
        this.#forget(name)
        this.#removed.delete(name)
      }
    return [...topology.gateways.values()].flatMap((gateway) => {
      const was = before.get(gateway.name)
      this.#noteRemoved(was, gateway)
      return this.#order(gateway, was?.kind === gateway.kind ? partsOf(was) : undefined, nowUs)
    })
  }

  /** `change` has come through; false: it was taken back before. */
  take(change: GatewayChange): boolean {
    const { gateway, part, value } = change
    if (!this.#underWay.includes(change)) return false
    this.#underWay = this.#underWay.filter((each) => each !== change)
    const held = this.#held.get(gateway)!
    if (this.#underWay.some((each) => isOf(each, gateway, part))) held.set(part, value)
    else held.delete(part)
    return true
  }

  /** The gateways as the cloud has them. The same map as is ordered where nothing is under way. */
  get effective(): ReadonlyMap<string, Gateway> {
    const { gateways } = this.#topology
    if (this.#underWay.length === 0 && this.#removed.size === 0) return gateways
    return new Map([...gateways].map(([name, gateway]) => [name, this.#effective(gateway)]))
  }

  #effective(gateway: Gateway): Gateway {
    const held = this.#held.get(gateway.name)
    const removedLinks = this.#removed.get(gateway.name)
    const ordered = removedLinks === undefined ? gateway : { ...gateway, removedLinks }
    if (held === undefined || held.size === 0) return ordered
    const underWay = this.#underWay.filter((each) => each.gateway === gateway.name)
    return { ...withParts(ordered, held), underWay: underWay.map(({ part, dueUs }) => ({ part, dueUs })) }
  }

  /** A link that was still Creating has never been one. */
  #noteRemoved(was: Gateway | undefined, is: Gateway): void {
    if (was?.kind !== 'managed' || is.kind !== 'managed') {
      this.#removed.delete(is.name)
      return
    }
    const held = this.#held.get(is.name)
    const lost = was.links.flatMap(({ vpc }) => (held?.has(`vpcs.${vpc}`) || held?.has('') ? [] : vpc))
    const gone = new Set([...(this.#removed.get(is.name) ?? []), ...lost])
    for (const { vpc } of is.links) gone.delete(vpc)
    if (gone.size > 0) this.#removed.set(is.name, [...gone])
    else this.#removed.delete(is.name)
  }

  /** `known` are the parts that it had; undefined: it is new. */
  #order(
    gateway: Gateway,
    known: ReadonlyMap<string, GatewayPart> | undefined,
    nowUs: number,
  ): GatewayChange[] {
    const { name } = gateway
    const ordered = known === undefined ? partsOfNew(gateway) : partsOf(gateway)
    for (const part of known?.keys() ?? []) if (!ordered.has(part)) this.#forget(name, part)
    const changes: GatewayChange[] = []
    for (const [part, value] of ordered) {
      const was = known?.get(part)
      if (was?.text === value.text) continue
      const duration = this.#durationOf(name, value)
      if (duration === undefined) continue
      const path = pathOf(name, part, value, was)
      const change = { gateway: name, part, value, path, dueUs: this.#dueUs(name, part, duration, nowUs) }
      this.#hold(change, value.keepsBefore ? was : undefined)
      changes.push(change)
    }
    return changes
  }

  /** Changes of one part come through in their order. */
  #dueUs(gateway: string, part: string, { minUs, maxUs }: DurationRange, nowUs: number): number {
    const name = `gateway/${gateway}/${part}`
    const dueUs = nowUs + (minUs === maxUs ? minUs : chooseDurationUs(this.#chooser, name, minUs, maxUs))
    return this.#underWay.reduce(
      (latest, each) => (isOf(each, gateway, part) ? Math.max(latest, each.dueUs) : latest),
      dueUs,
    )
  }

  #hold(change: GatewayChange, was: GatewayPart | undefined): void {
    const { gateway, part } = change
    const held = this.#held.get(gateway) ?? new Map<string, GatewayPart | undefined>()
    this.#held.set(gateway, held)
    if (!held.has(part) || was === undefined) held.set(part, was)
    this.#underWay = [...this.#underWay, change]
  }

  /** All of a gateway, or a part of it. */
  #forget(gateway: string, part?: string): void {
    if (part === undefined) this.#held.delete(gateway)
    else this.#held.get(gateway)?.delete(part)
    this.#underWay = this.#underWay.filter((each) => !isOf(each, gateway, part ?? each.part))
  }

  /** Undefined: at once. */
  #durationOf(gateway: string, { kind }: GatewayPart): DurationRange | undefined {
    const { gatewayNodesDelayUs, gatewayLinkDelayUs, gatewayAlbDelayUs } = this.#topology.assumptions
    switch (kind) {
      case 'nodes':
        return unlessZero(gatewayNodesDelayUs)
      case 'size':
        return RESIZE
      case 'domain':
        return this.#hasServices(gateway) ? DOMAIN : undefined
      case 'link':
        return unlessZero(gatewayLinkDelayUs)
      case 'side':
        return unlessZero(gatewayAlbDelayUs)
    }
  }

  /** Seed 002: only where services are deployed already there is something to wait for. */
  #hasServices(gateway: string): boolean {
    return servicesOf({ name: gateway }, this.#topology).length > 0
  }
}

function pathOf(gateway: string, part: string, value: GatewayPart, was: GatewayPart | undefined): string {
  const keys = value.kind === 'size' && was?.kind === 'size' ? changedOf(was.value, value.value) : [part]
  const [only] = keys
  return keys.length === 1 && only !== '' ? `gateways.${gateway}.${only}` : `gateways.${gateway}`
}

function changedOf(was: GatewaySize, is: GatewaySize): string[] {
  return (['spec', 'nodes'] as const).filter((key) => was[key] !== is[key])
}

function unlessZero(us: number): DurationRange | undefined {
  return us === 0 ? undefined : fixed(us)
}

function isOf(change: GatewayChange, gateway: string, part: string): boolean {
  return change.gateway === gateway && change.part === part
}
