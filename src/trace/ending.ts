/** How things stood when the run ended: who lived, who held what, who waited for what. Made only for orders that hang. */
import type { EventOf } from './event-of.ts'
import type { Lane } from './lanes.ts'
import { obtain } from './obtain.ts'
import { isOver, type Order } from './orders.ts'
import type { PoolCourse } from './pools.ts'
import type { Setting } from './setting.ts'

/** What an instance lacks to come to life. */
export type Shortage = 'eip' | 'address'

const SHORTAGE_OF: Readonly<Record<string, Shortage>> = {
  CREATE_NO_EIP: 'eip',
  CREATE_NO_VSWITCH_IP: 'address',
}

export class Ending {
  readonly endUs: number
  readonly setting: Setting
  readonly #pools: ReadonlyMap<string, PoolCourse>
  readonly #lanes = new Map<string, Lane[]>()
  readonly #laneOf = new Map<string, Lane>()
  readonly #openOrders = new Map<string, Order>()
  readonly #warnings: ReadonlyMap<string, EventOf<'warning'>>

  constructor(
    endUs: number,
    setting: Setting,
    folded: {
      readonly lanes: readonly Lane[]
      readonly pools: ReadonlyMap<string, PoolCourse>
      readonly orders: readonly Order[]
      readonly warnings: ReadonlyMap<string, EventOf<'warning'>>
    },
  ) {
    this.endUs = endUs
    this.setting = setting
    this.#pools = folded.pools
    for (const lane of folded.lanes) {
      this.#laneOf.set(lane.instance, lane)
      obtain(this.#lanes, lane.app, () => []).push(lane)
    }
    for (const order of folded.orders) if (!isOver(order)) this.#openOrders.set(order.begin.app, order)
    this.#warnings = folded.warnings
  }

  /** All instances the application ever had, by birth. */
  lanesOf(app: string): readonly Lane[] {
    return this.#lanes.get(app) ?? []
  }

  /** Those that are not gone. */
  livingOf(app: string): readonly Lane[] {
    return this.lanesOf(app).filter(({ last }) => last.phase !== 'gone')
  }

  lane(instance: string): Lane | undefined {
    return this.#laneOf.get(instance)
  }

  pool(name: string): PoolCourse | undefined {
    return this.#pools.get(name)
  }

  poolOf(app: string): string | undefined {
    return this.setting.topology.apps.get(app)?.eipPool
  }

  openOrderOf(app: string): Order | undefined {
    return this.#openOrders.get(app)
  }

  /** What a living instance lacks; undefined when it lacks nothing. */
  shortageOf(lane: Lane): Shortage | undefined {
    if (lane.last.phase === 'awaitingEip') return 'eip'
    if (lane.last.phase !== 'pending') return undefined
    return SHORTAGE_OF[lane.last.code ?? this.warningOf(lane)?.code ?? '']
  }

  /** The last warning about an instance. */
  warningOf({ instance }: Lane): EventOf<'warning'> | undefined {
    return this.#warnings.get(instance)
  }

  /** The latest move of an instance of the application. */
  lastMoveOf(app: string): EventOf<'instance'> | undefined {
    let latest: EventOf<'instance'> | undefined
    for (const { moved } of this.lanesOf(app))
      if (latest === undefined || moved.seq > latest.seq) latest = moved
    return latest
  }

  /** Applications that draw on the same EIPs or the same vSwitches. */
  rivalsOf(app: string): string[] {
    const { apps } = this.setting.topology
    const own = apps.get(app)
    if (own === undefined) return []
    return [...apps]
      .filter(([name, { eipPool, vswitches }]) => {
        if (name === app) return false
        return (
          (eipPool !== undefined && eipPool === own.eipPool) ||
          vswitches.some((each) => own.vswitches.includes(each))
        )
      })
      .map(([name]) => name)
  }
}
