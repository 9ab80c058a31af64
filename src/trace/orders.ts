/** The change orders of a run as their events tell them; `changes.ts` judges them. */
import { type Capacity, NO_CAPACITY } from './capacity.ts'
import type { EventOf } from './event-of.ts'

export interface Order {
  readonly begin: EventOf<'order'>
  /** The event that gave it its last status. */
  readonly last: EventOf<'order'>
  /** The last of its batches that began, timed out or ended. */
  readonly batch?: EventOf<'batch'>
  /** How the application stood when it began. */
  readonly before: Capacity
}

/** In order of begin. */
export function foldOrders(events: readonly EventOf<'order' | 'batch' | 'capacity'>[]): Order[] {
  const orders = new Map<number, Order>()
  const capacity = new Map<string, Capacity>()
  for (const event of events) {
    if (event.kind === 'capacity') capacity.set(event.app, event)
    else if (event.kind === 'batch') {
      const order = orders.get(event.order)
      if (order !== undefined) orders.set(event.order, { ...order, batch: event })
    } else {
      const order = orders.get(event.order)
      if (order === undefined) {
        const before = capacity.get(event.app) ?? NO_CAPACITY
        orders.set(event.order, { begin: event, last: event, before })
      } else if (event.status !== order.last.status) orders.set(event.order, { ...order, last: event })
    }
  }
  return [...orders.values()]
}

export function isOver({ last }: Order): boolean {
  return last.status === 'success' || last.status === 'failed' || last.status === 'aborted'
}

/** It puts instances of one version in the place of others. */
export function replaces({ begin }: Order): boolean {
  return begin.type === 'CoDeploy' || begin.type === 'CoRollback'
}

/** It takes the whole application away, as asked. */
export function takesAway({ begin }: Order): boolean {
  return begin.type === 'CoStop' || begin.instances === 0
}

/**
 * The order that rolled this one back, if one did: the application's next order, a rollback that began at the very
 * instant of this one's end or was caused by it.
 */
export function rollbackOf(order: Order, next: Order | undefined): Order | undefined {
  if (order.last.status !== 'failed' && order.last.status !== 'aborted') return undefined
  if (next?.begin.type !== 'CoRollback') return undefined
  const { atUs, cause } = next.begin
  return atUs === order.last.atUs || cause === order.last.seq ? next : undefined
}
