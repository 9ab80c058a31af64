/**
 * How an ALB notices that a request comes round: it writes which rules a request took into a header, and refuses one that
 * took the same rule before, or more than 16 (facts/load-balancing 1.11, status 463). How the entries are spelt is
 * assumed: `ALB/LISTENER/RULE`, separated by commas.
 */
export const TRACE_HEADER = 'alicloud-alb-trace'
export const MAX_TRACE_ENTRIES = 16

/** Has a request with these headers been at `rule` before, or at too many? */
export function isLooping(headers: ReadonlyMap<string, string>, rule: string): boolean {
  const trace = headers.get(TRACE_HEADER)
  if (trace === undefined) return false
  const entries = trace.split(',').map((entry) => entry.trim())
  return entries.length > MAX_TRACE_ENTRIES || entries.includes(rule)
}

/** Writes the rule behind those that were taken before. */
export function addToTrace(headers: Map<string, string>, rule: string): void {
  const trace = headers.get(TRACE_HEADER)
  headers.set(TRACE_HEADER, trace === undefined ? rule : `${trace},${rule}`)
}
