/** How much the traffic limits of a listener have let pass: facts/load-balancing 1.7. Every rule counts on its own. */
import type { NonFinalAction } from '../cloud/forwarding-rule.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { RateWindow } from './rate-window.ts'

export type TrafficLimit = Extract<NonFinalAction, { readonly kind: 'trafficLimit' }>

export class TrafficLimits {
  readonly #ofRule = new Map<string, RateWindow>()
  readonly #ofClient = new Map<string, RateWindow>()

  /** May this request of `source` pass the limit of the rule? A request that is refused counts in neither of the two. */
  admit(rule: string, limit: TrafficLimit, source: Ipv4, nowUs: number): boolean {
    const { qps, perIpQps } = limit
    const whole = qps === undefined ? undefined : windowOf(this.#ofRule, `${rule} ${qps}`, qps)
    const own =
      perIpQps === undefined ? undefined : windowOf(this.#ofClient, `${rule} ${perIpQps} ${source}`, perIpQps)
    if (whole?.hasRoom(nowUs) === false || own?.hasRoom(nowUs) === false) return false
    whole?.take(nowUs)
    own?.take(nowUs)
    return true
  }
}

/** A limit that is changed begins anew: its number is part of the key. */
function windowOf(windows: Map<string, RateWindow>, key: string, limit: number): RateWindow {
  const known = windows.get(key)
  if (known !== undefined) return known
  const made = new RateWindow(limit)
  windows.set(key, made)
  return made
}
