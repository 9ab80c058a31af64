/**
 * A value out of JSON text whose shape nobody has checked; what is not there reads as nothing. The controller is written in Go,
 * whose reader finds a key whatever its case, so `Type` and `type` are one key; that of the very case goes first.
 */
export class Json {
  readonly #value: unknown

  constructor(value: unknown) {
    this.#value = value
  }

  get isThere(): boolean {
    return this.#value !== undefined && this.#value !== null
  }

  in(key: string): Json {
    return new Json(this.#at(key))
  }

  /** Numbers and truth values as their text. */
  text(key: string): string | undefined {
    const value = this.#at(key)
    return typeof value === 'object' || value === undefined ? undefined : String(value)
  }

  number(key: string): number | undefined {
    const text = this.text(key)
    return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
  }

  texts(key: string): string[] {
    const value = this.#at(key)
    return Array.isArray(value) ? value.filter((item) => typeof item !== 'object').map(String) : []
  }

  items(key: string): Json[] {
    const value = this.#at(key)
    return Array.isArray(value) ? value.map((item) => new Json(item)) : []
  }

  #at(key: string): unknown {
    const value = this.#value
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const asked = key.toLowerCase()
    const found = Object.hasOwn(value, key)
      ? key
      : Object.keys(value).find((each) => each.toLowerCase() === asked)
    return found === undefined ? undefined : (value as Record<string, unknown>)[found]
  }
}
