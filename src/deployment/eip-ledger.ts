/**
 * Who holds which EIP. One pool's addresses with the asynchronous life cycle of facts/vpc R3.7 and R3.8:
 * `Available -> Associating -> InUse -> Unassociating -> Available`. An address has one holder at a time (R3.1), and in the
 * two transitional states nothing but queries is accepted (R3.11a): a step that tries is a bug of ours and throws. An EIP
 * that the pool is not to have any more is released out of `Available` and in no time (R3.10).
 * The free address of the lowest rank in the order of allocation goes first (our assumption, facts/deployment A.6).
 */
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'

export type EipStatus = 'Available' | 'Associating' | 'InUse' | 'Unassociating'

interface Entry {
  readonly address: Ipv4
  readonly rank: number
  status: EipStatus
  /** Instance that took it; kept while `Unassociating` so that the event can be told. */
  holder: string | undefined
  /** It is released as soon as it is `Available`. */
  isLeaving: boolean
}

export class EipLedger {
  readonly pool: string
  readonly #entries = new Map<Ipv4, Entry>()
  /** Ranks of the free addresses, smallest on top. */
  readonly #free: number[] = []
  readonly #byRank: Entry[] = []

  constructor(pool: string, addresses: readonly Ipv4[]) {
    this.pool = pool
    for (const address of addresses) this.#add(address)
  }

  /** How many are free, on their way in, in use, on their way out, and to leave. */
  get standing(): string {
    const counts = { Available: 0, Associating: 0, InUse: 0, Unassociating: 0 }
    let leaving = 0
    for (const { status, isLeaving } of this.#entries.values()) {
      counts[status]++
      if (isLeaving) leaving++
    }
    return `${counts.Available}+${counts.Associating}+${counts.InUse}+${counts.Unassociating}-${leaving}`
  }

  /** Another one in the same state; a step of one is none of the other. */
  copy(): EipLedger {
    const copy = this.blank()
    // Those that have left keep their rank.
    for (const entry of this.#byRank) copy.#byRank.push({ ...entry })
    for (const { address, rank } of this.#entries.values()) copy.#entries.set(address, copy.#byRank[rank]!)
    copy.#free.push(...this.#free)
    return copy
  }

  /** One of its kind, without addresses. */
  protected blank(): EipLedger {
    return new EipLedger(this.pool, [])
  }

  get size(): number {
    return this.#entries.size
  }

  get available(): number {
    return this.#free.length
  }

  /**
   * The pool is to have these addresses. Those it lacks are allocated and rank behind all others. Those it has too many are
   * released: one that is free at once, one that an instance holds when it is free again, since nothing else can be (R3.10).
   */
  resize(addresses: readonly Ipv4[]): void {
    const wanted = new Set(addresses)
    const released = new Set<number>()
    for (const entry of this.#entries.values()) {
      entry.isLeaving = !wanted.has(entry.address)
      if (!entry.isLeaving || entry.status !== 'Available') continue
      this.#entries.delete(entry.address)
      released.add(entry.rank)
    }
    if (released.size > 0) {
      const free = this.#free.filter((rank) => !released.has(rank)).sort((a, b) => a - b)
      this.#free.splice(0, this.#free.length, ...free)
    }
    for (const address of addresses) this.#add(address)
  }

  /** Takes a free EIP for `holder`, now `Associating`; undefined when there is none. */
  take(holder: string): Ipv4 | undefined {
    const rank = this.#popFree()
    if (rank === undefined) return undefined
    const entry = this.#byRank[rank]!
    entry.status = 'Associating'
    entry.holder = holder
    return entry.address
  }

  /** The association is done: `InUse`. */
  bound(address: Ipv4): void {
    this.#move(address, 'Associating', 'InUse')
  }

  /** The association ended without success: `Available`, as if nobody had asked for it (assumed). */
  notBound(address: Ipv4): void {
    this.#backInPool(this.#move(address, 'Associating', 'Available'))
  }

  /** The holder is gone: `Unassociating`. */
  release(address: Ipv4): void {
    this.#move(address, 'InUse', 'Unassociating')
  }

  /** The EIP is free again. */
  freed(address: Ipv4): void {
    this.#backInPool(this.#move(address, 'Unassociating', 'Available'))
  }

  #backInPool(entry: Entry): void {
    entry.holder = undefined
    if (entry.isLeaving) this.#entries.delete(entry.address)
    else this.#pushFree(entry.rank)
  }

  status(address: Ipv4): EipStatus | undefined {
    return this.#entries.get(address)?.status
  }

  holder(address: Ipv4): string | undefined {
    return this.#entries.get(address)?.holder
  }

  #add(address: Ipv4): void {
    if (this.#entries.has(address)) return
    const rank = this.#byRank.length
    const entry: Entry = { address, rank, status: 'Available', holder: undefined, isLeaving: false }
    this.#entries.set(address, entry)
    this.#byRank.push(entry)
    this.#pushFree(rank)
  }

  #move(address: Ipv4, from: EipStatus, to: EipStatus): Entry {
    const entry = this.#entries.get(address)
    if (entry === undefined)
      throw new Error(`InvalidAllocationId.NotFound: ${formatIpv4(address)} in pool ${this.pool}`)
    if (entry.status !== from)
      throw new Error(
        `IncorrectEipStatus: ${formatIpv4(address)} is ${entry.status}, not ${from}, on its way to ${to}`,
      )
    entry.status = to
    return entry
  }

  /** A binary heap of ranks: pools of 100,000 addresses are given and taken in no time. */
  #pushFree(rank: number): void {
    const heap = this.#free
    let at = heap.length
    heap.push(rank)
    while (at > 0) {
      const parent = (at - 1) >>> 1
      if (heap[parent]! <= rank) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = rank
  }

  #popFree(): number | undefined {
    const heap = this.#free
    const top = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return top
    let at = 0
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
      if (heap[child]! >= last) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return top
  }
}
