/** The hops of an IPv6 packet, told from the same stages that `decide` walks. As `explain.ts` for IPv4. */
import { type FiveTuple6, reverse } from '../net/five-tuple.ts'
import type { Ipv6 } from '../net/ipv6.ts'
import type { Explanation } from './explain.ts'
import { type Hop, wayOfReply } from './hop.ts'
import { newDecision6, type Packet6, type Stage6 } from './ipv6-decision.ts'
import { details6Of } from './ipv6-details.ts'
import { account6Of } from './ipv6-narration.ts'
import { walk6 } from './ipv6-walk.ts'
import type { Live } from './live.ts'
import type { Remark } from './notes.ts'
import { PASSED, reasons } from './reasons.ts'
import type { Tables } from './tables.ts'

export type Explanation6 = Explanation<Ipv6, Stage6>

export function explain6(tables: Tables, live: Live, packet: Packet6): Explanation6 {
  const decision = newDecision6()
  const hops: Hop<Ipv6, Stage6>[] = []
  const blockers: Remark[] = []
  const { protocol, source, sourcePort, destination, destinationPort } = packet
  const tuple: FiveTuple6 = { protocol, source, sourcePort, destination, destinationPort }
  const observe = (stage: Stage6, reason: number) => {
    const { component, why, rule } = account6Of(tables, live, packet, decision, stage)
    const { code, sentence } = reasons[reason] ?? {}
    const details = code && details6Of(tables, live, packet, decision, stage, reason)
    const isReply = stage === 'return-route'
    const seen = isReply ? reverse(tuple) : tuple
    hops.push({
      stage,
      direction: isReply ? 'return' : 'forward',
      component,
      verdict: reason === PASSED ? 'passed' : 'dropped',
      why: sentence ?? why,
      rule,
      code,
      details,
      before: seen,
      after: seen,
      sourceKnown: true,
      hypothetical: blockers.length > 0,
    })
    if (code !== undefined) blockers.push({ code, details: details! })
  }
  walk6(tables, live, packet, decision, { stage: observe })
  const forward = hops.filter(({ direction }) => direction === 'forward')
  const asked = hops.filter(({ direction }) => direction === 'return')
  const way = [...forward, ...wayOfReply(forward, asked)]
  return { reached: decision.reached, hops: way, blockers, notes: [] }
}
