/**
 * Connections that share one fate: of one instance and flow, opened at one instant, with one source address and way. They
 * are one record with a count, so 55,001 of them cost what one costs.
 */
import type { OpenGroup } from '../datapath/open-connections.ts'
import { LAPSED, SECURITY_SESSION_US, type SessionState, TRACKED } from '../datapath/session.ts'
import type { Timer } from '../kernel/timer.ts'
import type { GatewayLoad } from './gateway-load.ts'

export interface Doom {
  readonly code: string
  readonly details: Readonly<Record<string, string>>
}

export class ConnectionGroup {
  readonly opened: OpenGroup
  readonly openedUs: number
  /** Of the event that told of them. */
  readonly seq: number
  /** The gateway of EAS that they are open at. */
  readonly gateway: GatewayLoad | undefined
  readonly #packetEveryUs: number
  /** When the rules of the security groups have let one of their packets through last. */
  #judgedUs: number
  /** Would their next packet pass if the security groups asked their rules? */
  isSound = true
  /** The event that may have changed their fate. */
  cause: number
  /** What has ended them although they do not know it: their session is gone, and the next packet finds that out. */
  doom: Doom | undefined
  check: Timer | undefined
  /** Their close, or the end of their NAT session. */
  end: Timer | undefined
  isOver = false

  constructor(
    opened: OpenGroup,
    openedUs: number,
    packetEveryUs: number,
    seq: number,
    gateway?: GatewayLoad,
  ) {
    this.gateway = gateway
    this.opened = opened
    this.openedUs = openedUs
    this.seq = seq
    this.cause = seq
    this.#packetEveryUs = packetEveryUs
    this.#judgedUs = openedUs
  }

  /** The instant of the first packet at or after this one. */
  packetFrom(nowUs: number): number {
    const every = this.#packetEveryUs
    return this.openedUs + Math.ceil((nowUs - this.openedUs) / every) * every
  }

  /** Up to now nothing has changed, so whatever was judged on the way was let through as before. */
  wasUntouchedUntil(nowUs: number): void {
    const pause = this.#judgingPause()
    const times = Math.floor((nowUs - 1 - this.#judgedUs) / pause)
    if (times > 0) this.#judgedUs += times * pause
  }

  /** What the security groups remember when a packet comes now. */
  sessionAt(nowUs: number): SessionState {
    return nowUs - this.#judgedUs >= SECURITY_SESSION_US ? LAPSED : TRACKED
  }

  /** The packet of now was let through by the rules. */
  wasJudged(nowUs: number): void {
    this.#judgedUs = nowUs
  }

  /** When the rules will be asked again. */
  get nextJudgementUs(): number {
    return this.#judgedUs + this.#judgingPause()
  }

  /** The first packet that comes when the security groups have forgotten the last one judged. */
  #judgingPause(): number {
    return Math.ceil(SECURITY_SESSION_US / this.#packetEveryUs) * this.#packetEveryUs
  }
}
