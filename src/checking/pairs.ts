/** What two plans have in common, by name. */

/** `nth` is 1 for the first of this name in its plan. */
export interface Named<Value> {
  readonly name: string
  readonly nth: number
  readonly value: Value
}

export interface Pairs<Value> {
  /** In the order of the first plan. */
  readonly both: readonly {
    readonly name: string
    readonly nth: number
    readonly a: Value
    readonly b: Value
  }[]
  readonly onlyInA: readonly Named<Value>[]
  readonly onlyInB: readonly Named<Value>[]
}

/** Where a name comes several times, the first goes with the first, the second with the second. */
export function pairUp<Value>(
  as: readonly Value[],
  bs: readonly Value[],
  nameOf: (value: Value) => string,
): Pairs<Value> {
  const inA = numbered(as, nameOf)
  const inB = numbered(bs, nameOf)
  return {
    both: [...inA].flatMap(([key, { name, nth, value: a }]) => {
      const b = inB.get(key)
      return b === undefined ? [] : [{ name, nth, a, b: b.value }]
    }),
    onlyInA: [...inA].flatMap(([key, named]) => (inB.has(key) ? [] : [named])),
    onlyInB: [...inB].flatMap(([key, named]) => (inA.has(key) ? [] : [named])),
  }
}

function numbered<Value>(
  values: readonly Value[],
  nameOf: (value: Value) => string,
): Map<string, Named<Value>> {
  const seen = new Map<string, number>()
  return new Map(
    values.map((value) => {
      const name = nameOf(value)
      const nth = (seen.get(name) ?? 0) + 1
      seen.set(name, nth)
      return [`${nth}/${name}`, { name, nth, value }]
    }),
  )
}
