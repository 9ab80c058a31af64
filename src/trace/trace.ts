/** The history of one run. Equal plan, seed and version give an equal trace, to the byte. */
import type { Event } from './event.ts'

export interface Trace {
  readonly name: string
  readonly seed: number
  readonly endUs: number
  readonly events: readonly Event[]
}
