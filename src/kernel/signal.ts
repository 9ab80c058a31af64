/** Who waits: a callback, or something that goes on by itself and so needs no callback made for it. */
export type Waiter = (() => void) | { resume(): void }

/**
 * Something that happens once. Whoever waits for it is called when it fires, at that instant
 * and in the order of arrival; whoever comes after it fired is called at once.
 */
export class Signal {
  #fired = false
  /** Most signals have one waiter, and need no array for it. */
  #first: Waiter | undefined
  #others: Waiter[] | undefined

  get fired(): boolean {
    return this.#fired
  }

  /** Calls `waiter` when the signal fires, or now if it has fired. */
  onFire(waiter: Waiter): void {
    if (this.#fired) wake(waiter)
    else if (this.#first === undefined) this.#first = waiter
    else if (this.#others === undefined) this.#others = [waiter]
    else this.#others.push(waiter)
  }

  /** Takes one `onFire` of `waiter` back; no effect if it does not wait. */
  offFire(waiter: Waiter): void {
    if (this.#first === waiter) this.#first = this.#others?.shift()
    else {
      const index = this.#others?.indexOf(waiter) ?? -1
      if (index >= 0) this.#others!.splice(index, 1)
    }
  }

  /** Calls everyone who waits. Firing again has no effect. */
  fire(): void {
    if (this.#fired) return
    this.#fired = true
    // Each waiter is let go before it is called: it may take others back, or throw.
    for (let waiter = this.#first; waiter !== undefined; waiter = this.#first) {
      this.#first = this.#others?.shift()
      wake(waiter)
    }
    this.#others = undefined
  }
}

function wake(waiter: Waiter): void {
  if (typeof waiter === 'function') waiter()
  else waiter.resume()
}
