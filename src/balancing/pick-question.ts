/** What a pool is told of the request or connection that needs a server. Whatever its scheduler does not read may be left out. */
import type { Ipv4 } from '../net/ipv4.ts'

export interface PickQuestion {
  readonly source: Ipv4
  readonly sourcePort?: number | undefined
  readonly destination?: Ipv4 | undefined
  readonly destinationPort?: number | undefined
  /** Zone of the node that took the request; it counts where cross-zone is off. */
  readonly zone?: string | undefined
  /** The value of a cookie of the request. */
  readonly cookie?: ((name: string) => string | undefined) | undefined
  /** The value of a parameter of its query. */
  readonly query?: ((name: string) => string | undefined) | undefined
  readonly quicConnection?: string | undefined
  /** In [0, 1): chance, for service names that draw. */
  readonly draw?: number | undefined
}
