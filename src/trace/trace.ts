/** The history of one run. Equal plan, seed and version give an equal trace, to the byte. */
import type { Event } from './event.ts'
import type { GatewayRecord } from './gateway-record.ts'
import type { RequestRecord } from './request-record.ts'

export interface Trace {
  readonly name: string
  readonly seed: number
  readonly endUs: number
  readonly events: readonly Event[]
  /** Of flows with requests, which have no events of their own. */
  readonly requests?: readonly RequestRecord[]
  /** Of gateways whose metrics are enabled, or that have alerts. */
  readonly gateways?: readonly GatewayRecord[]
}
