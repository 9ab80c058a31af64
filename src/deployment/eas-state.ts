/** The state of an inference service as EAS shows it: facts/deployment B.6. */
import type { OrderStatus, OrderType } from './order-status.ts'

export type EasState =
  /** Its instances are being created; no container runs in some of them yet. */
  | 'Creating'
  /** Their containers run; it waits until all of them are up. */
  | 'Waiting'
  | 'Running'
  | 'Updating'
  | 'Stopped'
  /** A replica of its first deployment failed (assumed: the documents name the state, not the way into it). */
  | 'Failed'

/** What the state is told from. */
export interface EasStanding {
  /** The order under way; undefined: there is none. */
  readonly order: { readonly type: OrderType; readonly status: OrderStatus } | undefined
  readonly isStopped: boolean
  /** Every instance has a container; asked only where it matters. */
  hasContainers(): boolean
}

/** A service of which the autoscaler has taken the last instance away is still `Running` (assumed). */
export function easStateOf(standing: EasStanding): EasState {
  const { order, isStopped } = standing
  if (order === undefined) return isStopped ? 'Stopped' : 'Running'
  if (order.type !== 'CoCreateApp' && order.type !== 'CoStart') return 'Updating'
  if (order.status === 'paused') return 'Failed'
  return standing.hasContainers() ? 'Waiting' : 'Creating'
}
