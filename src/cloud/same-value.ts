/** Are two parts of a topology the same, whoever made them? Objects with behaviour, such as sets of addresses, are the same only as themselves. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((each, index) => sameValue(each, b[index]))
  if (a instanceof Map)
    // In the same order: nothing may depend on it, but a story may be told in it.
    return b instanceof Map && a.size === b.size && sameValue([...a], [...b])
  if (Object.getPrototypeOf(a) !== Object.prototype || Object.getPrototypeOf(b) !== Object.prototype)
    return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  )
}
