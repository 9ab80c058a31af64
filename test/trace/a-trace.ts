/** Hand-made histories: `aHistory().at(60).order('shop', 'running').ends(900)`. Times are seconds, events are numbered from 1. */
import type { BackendState } from '../../src/balancing/backend-state.ts'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import type { OrderStatus, OrderType } from '../../src/deployment/order-status.ts'
import type { Phase } from '../../src/deployment/phase.ts'
import { ipv4 } from '../../src/net/ipv4.ts'
import type { EipStatus, Event, FlowState, Happening } from '../../src/trace/event.ts'
import type { EventOf } from '../../src/trace/event-of.ts'
import type { Setting, SettingApp } from '../../src/trace/setting.ts'
import type { Trace } from '../../src/trace/trace.ts'

type More<Kind extends Event['kind']> = Partial<EventOf<Kind>>

/** The address 203.0.113.`last`. */
export const eipOf = (last: number) => ipv4(203, 0, 113, last)

export function aHistory(): History {
  return new History()
}

export class History {
  readonly #events: Event[] = []
  #atUs = 0

  at(seconds: number): this {
    this.#atUs = seconds * SECOND_US
    return this
  }

  /** Sequence number of the last event. */
  get seq(): number {
    return this.#events.length
  }

  happens(happening: Happening & { readonly cause?: number }): this {
    this.#events.push({ ...happening, seq: this.#events.length + 1, atUs: this.#atUs })
    return this
  }

  instance(name: string, phase: Phase, more: More<'instance'> = {}): this {
    const app = name.slice(0, name.lastIndexOf('-'))
    return this.happens({
      kind: 'instance',
      app,
      instance: name,
      version: 'v1',
      phase,
      answering: phase === 'ready',
      restarts: 0,
      ...more,
    } as Happening)
  }

  eip(last: number, status: EipStatus, instance?: string, pool = 'shop'): this {
    const address = eipOf(last)
    return this.happens({
      kind: 'eip',
      pool,
      address,
      status,
      ...(instance === undefined ? {} : { instance }),
    })
  }

  capacity(app: string, declared: number, ready: number, serving = ready): this {
    return this.happens({ kind: 'capacity', app, declared, ready, serving })
  }

  order(app: string, status: OrderStatus, more: More<'order'> = {}): this {
    const type: OrderType = 'CoDeploy'
    return this.happens({
      kind: 'order',
      app,
      order: 1,
      type,
      status,
      version: 'v2',
      previousVersion: 'v1',
      instances: 3,
      minReady: 1,
      ...more,
    })
  }

  flow(flow: string, status: FlowState['status'], more: Partial<FlowState> = {}): this {
    const asked = status === 'IDLE' ? 0 : 1
    const through = status === 'REACHABLE' || status === 'DEGRADED' ? 1 : 0
    return this.happens({ kind: 'flow', flow, status, asked, through, ...more })
  }

  answer(flow: string, instance: string, ...eips: number[]): this {
    const sources = eips.map(eipOf)
    return this.happens({ kind: 'answer', flow, instance, reachable: true, sources, details: {} })
  }

  backend(pool: string, server: string, state: BackendState, inRotation: number): this {
    return this.happens({ kind: 'backend', pool, server, state, inRotation })
  }

  warning(app: string, code: string, instance?: string): this {
    const about = instance === undefined ? {} : { instance }
    return this.happens({ kind: 'warning', app, code, message: 'a warning', ...about })
  }

  /** Three instances of v1 with an EIP each, running since before the run. */
  threeOfShop(): this {
    for (const last of [1, 2, 3]) {
      this.instance(`shop-${last}`, 'ready', {
        eip: eipOf(last),
        vswitch: 'shop-h',
        address: ipv4(172, 16, 1, last),
      })
      this.eip(last, 'InUse', `shop-${last}`)
    }
    return this.capacity('shop', 3, 3)
  }

  ends(seconds: number): Trace {
    return { name: 'a trace', seed: 1, endUs: seconds * SECOND_US, events: [...this.#events] }
  }
}

/** One application, `shop`, on the pool `shop` of so many EIPs; 10s between two retries. */
export function aSetting(
  more: {
    readonly pool?: number
    readonly flows?: readonly string[]
    readonly apps?: Readonly<Record<string, Partial<SettingApp>>>
  } = {},
): Setting {
  const app: SettingApp = {
    vswitches: ['shop-h'],
    eipPool: 'shop',
    deploy: { eipGate: 'bound', instanceWaitUs: 0, retryUs: 10 * SECOND_US },
  }
  const apps = Object.entries(more.apps ?? { shop: {} }).map(
    ([name, own]) => [name, { ...app, ...own }] as const,
  )
  const addresses = Array.from({ length: more.pool ?? 4 }, (_, index) => eipOf(index + 1))
  return {
    topology: { apps: new Map(apps), eipPools: new Map([['shop', { addresses }]]) },
    flows: (more.flows ?? []).map((name) => ({ name })),
  }
}
