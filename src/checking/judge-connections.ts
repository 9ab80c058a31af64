/** Claims on the connections of flows, and on the SNAT ports that they take (facts/vpc section 4.3). */
import { formatMoment } from '../cloud/duration-text.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { ConnectionTrouble, Span, Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { exactShareText } from './judge-metric.ts'
import { type Context, explain, failed, groundOf, held, notExercised, type Ruling } from './ruling.ts'

/** At most so many connections of the flow were lost, or refused, in the whole run. */
export function judgeConnections(
  { metric, flow, max }: ClaimOf<'connections'>,
  { connections = [] }: Summary,
  context: Context,
): Ruling {
  const found = connections.find((each) => each.flow === flow)
  const tried = found === undefined ? 0 : found.opened + (metric === 'refusedConnections' ? found.refused : 0)
  if (found === undefined || tried === 0)
    return notExercised(`no connection of ${flow} was opened: give the flow connections`, context, { flow })
  const isLost = metric === 'lostConnections'
  const word = isLost ? 'lost' : 'refused'
  const count = isLost ? found.lost : found.refused
  const seen = `${count} of ${tried} connections of ${flow} ${count === 1 ? 'was' : 'were'} ${word}`
  if (count <= max) return held(seen)
  const [first] = isLost ? found.losses : found.refusals
  const { code, details, firstUs } = first!
  const own = { flow, ...details }
  const why = `${count === first!.count ? '' : 'first '}at ${formatMoment(firstUs)}: ${explain(code, own, context)}`
  const bound = max === 0 ? 'expected none' : `expected at most ${max}`
  return failed(`${seen}, ${bound}, ${why}`, spanOf(first!), groundOf(code, own, context))
}

/** Of no pool of ports of the gateway was more than that share in use. */
export function judgeSnatPorts(
  { gateway, max }: ClaimOf<'snatPorts'>,
  { snatPorts = [] }: Summary,
  context: Context,
): Ruling {
  const pools = snatPorts.filter((each) => each.gateway === gateway)
  const [fullest] = pools.toSorted((a, b) => b.peak / b.capacity - a.peak / a.capacity)
  if (fullest === undefined)
    return notExercised(`no connection took a port of NAT gateway ${gateway}`, context, { gateway })
  const { peak, capacity, eip, destination, port, atUs, since } = fullest
  const far = port === 0 ? formatIpv4(destination) : `${formatIpv4(destination)}:${port}`
  const seen = `${peak} of ${capacity} ports of ${formatIpv4(eip)} towards ${far} were in use at ${formatMoment(atUs)}`
  if (peak / capacity <= max) return held(seen)
  const details = { gateway, destination: far }
  const witness = { fromUs: atUs, untilUs: atUs + 1, since }
  const why = explain('SNAT_SATURATING', details, context)
  return failed(
    `${seen}, expected at most ${exactShareText(max)}: ${why}`,
    witness,
    groundOf('SNAT_SATURATING', details, context),
  )
}

function spanOf({ firstUs, lastUs, since }: ConnectionTrouble): Span {
  return { fromUs: firstUs, untilUs: lastUs + 1, since }
}
