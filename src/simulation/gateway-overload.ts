/** What fills the fix template of `GW_OVERLOADED`. */
import type { Details } from '../datapath/details.ts'
import type { GatewayLoad } from './gateway-load.ts'

export function overloadDetails({ name, size, connections, capacity }: GatewayLoad): Details {
  return {
    gateway: name,
    size,
    open: String(connections),
    most: String(capacity.connections.overload),
  }
}
