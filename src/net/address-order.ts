/**
 * The order in which a sweep wants its blocks: by first address, and the wider block before the narrower where
 * both begin together. A counting sort, digit by digit from the least significant (the length, then the four
 * octets), each pass stable; a comparing sort took most of the time of building a large table.
 */

/** The positions of blocks in sweep order, given the first address and the prefix length of each. */
export function sweepOrder(firsts: Float64Array, prefixLengths: Uint8Array): Uint32Array {
  const digits = new Uint8Array(firsts.length)
  let order = new Uint32Array(firsts.length)
  for (let at = 0; at < order.length; at++) order[at] = at
  order = sortByDigit(order, prefixLengths)
  for (let shift = 0; shift < 32; shift += 8) {
    for (let at = 0; at < digits.length; at++) digits[at] = firsts[at]! >>> shift
    order = sortByDigit(order, digits)
  }
  return order
}

/** `order` sorted by the digits of its positions; positions with equal digits keep their order. */
function sortByDigit(order: Uint32Array, digits: Uint8Array): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(257) // First how many have digit d, at d + 1; summed up, where the next goes.
  for (let at = 0; at < digits.length; at++) places[digits[at]! + 1]!++
  for (let digit = 1; digit < 256; digit++) places[digit]! += places[digit - 1]!
  const sorted = new Uint32Array(order.length)
  for (let at = 0; at < order.length; at++) sorted[places[digits[order[at]!]!]!++] = order[at]!
  return sorted
}
