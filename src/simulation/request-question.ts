/** What a pool is asked for a request; one record that is filled anew each time. */
import type { PickQuestion } from '../balancing/pick-question.ts'
import type { Ipv4 } from '../net/ipv4.ts'

export class RequestQuestion implements PickQuestion {
  source: Ipv4 = 0
  sourcePort = 0
  destination: Ipv4 = 0
  destinationPort = 0
  zone: string | undefined
  query: PickQuestion['query']
  draw = 0
  /** The cookies of the client; undefined: it keeps none. */
  jar: ReadonlyMap<string, string> | undefined
  readonly cookie = (name: string) => this.jar?.get(name)
}
