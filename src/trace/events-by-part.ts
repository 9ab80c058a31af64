/**
 * The events of a run, sorted by the part of the summary that they tell of. One walk over the trace does it, and each
 * fold then sees only what it is about, in order.
 */
import type { Event } from './event.ts'
import type { EventOf } from './event-of.ts'

export class EventsByPart {
  readonly lanes: EventOf<'instance'>[] = []
  readonly pools: EventOf<'eip'>[] = []
  readonly capacity: EventOf<'capacity'>[] = []
  readonly orders: EventOf<'order' | 'batch' | 'capacity'>[] = []
  readonly flows: EventOf<'flow' | 'answer' | 'left'>[] = []
  readonly warnings: EventOf<'warning'>[] = []
  readonly connections: EventOf<'connections' | 'snatPorts'>[] = []
  readonly backends: EventOf<'backend'>[] = []
  readonly actions: EventOf<'action' | 'refused'>[] = []

  constructor(events: readonly Event[]) {
    for (const event of events) this.#sort(event)
  }

  #sort(event: Event): void {
    switch (event.kind) {
      case 'instance':
        this.lanes.push(event)
        break
      case 'eip':
        this.pools.push(event)
        break
      case 'capacity':
        this.capacity.push(event)
        this.orders.push(event)
        break
      case 'order':
      case 'batch':
        this.orders.push(event)
        break
      case 'flow':
      case 'answer':
      case 'left':
        this.flows.push(event)
        break
      case 'warning':
        this.warnings.push(event)
        break
      case 'action':
      case 'refused':
        this.actions.push(event)
        break
      case 'connections':
      case 'snatPorts':
        this.connections.push(event)
        break
      case 'backend':
        this.backends.push(event)
        break
      case 'certificate':
      case 'configured':
      case 'effective':
      case 'serviceState':
      case 'autoscaled':
      case 'renewed':
        break
    }
  }
}
