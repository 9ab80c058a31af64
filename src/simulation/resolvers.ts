/**
 * What callers keep of the names they have resolved. A caller asks when it begins to take part, and for the life of that
 * answer it asks no more. When it asks afterwards nobody knows, nor when a caller has asked that is there from the start:
 * behind a change of the record it is taken to have asked just before, so it keeps the old answer for a whole ttl. What
 * holds here holds for every caller that keeps to the ttl.
 *
 * The records themselves change at once, and nobody keeps that a name does not exist (both assumed).
 */
import type { KeptAnswer } from '../datapath/called-name.ts'
import type { Resolution } from '../datapath/resolve-name.ts'
import { CONTROL, type Kernel } from '../kernel/kernel.ts'
import type { Timer } from '../kernel/timer.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { keptKey } from '../trace/moment.ts'

/** A caller asks again, some time behind the change of a record that `cause` names. */
export interface Renewal {
  readonly slot: number
  readonly name: string
  readonly was: Ipv4
  readonly cause: number | undefined
}

interface Held {
  readonly address: Ipv4
  /** Until then it is known not to ask again; the start of the run where nobody knows. */
  readonly firstLifeUs: number
  /** What an answer with this address was worth when it could be had last. */
  ttlUs: number
  /** No answer with this address lives longer. */
  latestUs: number
  /** When the record began to say something else, because of which event; absent: it says the same. */
  outdated: { readonly sinceUs: number; readonly timer: Timer } | undefined
  /** What the record says instead. */
  news: string
  cause: number | undefined
}

export class Resolvers {
  readonly #kernel: Kernel
  readonly #renew: (renewal: Renewal) => void
  /** By slot and name: whatever runs on an ENI shares its answers. */
  readonly #held = new Map<string, Held>()
  readonly #kept = new Map<string, KeptAnswer>()

  constructor(kernel: Kernel, renew: (renewal: Renewal) => void) {
    this.#kernel = kernel
    this.#renew = renew
  }

  /** Answers that are out of date and still in use, by `keptKey`. */
  get kept(): ReadonlyMap<string, KeptAnswer> {
    return this.#kept
  }

  /**
   * The caller uses the name now, and has to be asked at every change of the configuration. The answer from before, where
   * it still has one with another address than a fresh one.
   */
  use(slot: number, name: string, fresh: Resolution, cause: number | undefined): KeptAnswer | undefined {
    const key = keptKey(slot, name)
    const held = this.#held.get(key)
    const { nowUs } = this.#kernel
    if (held === undefined) this.#ask(key, fresh)
    else if (fresh.ok && fresh.address === held.address) {
      if (fresh.ttlUs !== held.ttlUs) this.#outlive(held)
      held.ttlUs = fresh.ttlUs
      this.#settle(key, held)
    } else {
      if (held.outdated === undefined) this.#outlive(held)
      if (held.latestUs > nowUs) return this.#keep(key, slot, name, held, fresh, cause)
      this.#drop(key)
      this.#ask(key, fresh)
    }
    return undefined
  }

  #ask(key: string, fresh: Resolution): void {
    if (!fresh.ok) return
    const { address, ttlUs } = fresh
    const { nowUs } = this.#kernel
    const firstLifeUs = nowUs === 0 ? 0 : nowUs + ttlUs
    this.#held.set(key, {
      address,
      firstLifeUs,
      ttlUs,
      latestUs: firstLifeUs,
      outdated: undefined,
      news: '',
      cause: undefined,
    })
  }

  /** The record changes now: how long may an answer from before live? */
  #outlive(held: Held): void {
    const { nowUs } = this.#kernel
    if (nowUs >= held.firstLifeUs) held.latestUs = Math.max(held.latestUs, nowUs + held.ttlUs)
  }

  /** The record says what the caller has. */
  #settle(key: string, held: Held): void {
    held.outdated?.timer.cancel()
    held.outdated = undefined
    held.news = ''
    this.#kept.delete(key)
  }

  #keep(
    key: string,
    slot: number,
    name: string,
    held: Held,
    fresh: Resolution,
    cause: number | undefined,
  ): KeptAnswer {
    const { address, latestUs: untilUs } = held
    const news = fresh.ok ? String(fresh.address) : 'none'
    // Other events touch the caller as well; the last change of the record is the cause.
    if (news !== held.news) held.cause = cause
    held.news = news
    held.outdated ??= {
      sinceUs: this.#kernel.nowUs,
      timer: this.#kernel.at(
        untilUs,
        () => this.#renew({ slot, name, was: address, cause: held.cause }),
        CONTROL,
      ),
    }
    const kept = { address, changedUs: held.outdated.sinceUs, untilUs }
    this.#kept.set(key, kept)
    return kept
  }

  /** The caller has ended, or begins anew: it knows nothing any more. */
  forget(slot: number, name: string): void {
    this.#drop(keptKey(slot, name))
  }

  #drop(key: string): void {
    this.#held.get(key)?.outdated?.timer.cancel()
    this.#held.delete(key)
    this.#kept.delete(key)
  }
}
