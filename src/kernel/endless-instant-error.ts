/** One instant had more entries than the kernel allows: most likely they schedule each other for ever. */
export class EndlessInstantError extends Error {
  override readonly name = 'EndlessInstantError'
  readonly atUs: number
  readonly maxEntries: number

  constructor(atUs: number, maxEntries: number) {
    super(`more than ${maxEntries} entries at ${atUs} us: time does not pass any more`)
    this.atUs = atUs
    this.maxEntries = maxEntries
  }
}
