/** A certificate of a listener: facts/load-balancing 1.2, and the seed's public domain binding. */
import type { Origin } from './origin.ts'

export interface Certificate {
  readonly name: string
  /** Lower case; `*.example.com` covers one label. */
  readonly domains: readonly string[]
  readonly algorithm: 'rsa' | 'ecc'
  /** When it ends, counted from the begin of the run; absent: not during it. Negative: it has ended. */
  readonly expiresAtUs?: number
  readonly origin: Origin
}
