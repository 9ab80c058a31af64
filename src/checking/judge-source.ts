/** Claims on the source addresses that a far side sees. */
import { formatMoment } from '../cloud/duration-text.ts'
import { type Address, formatAddress, isIpv6, sameAddress } from '../net/address.ts'
import type { Sighting, Summary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'
import { type Context, failed, groundOf, held, notExercised, type Ruling } from './ruling.ts'
import { windowText } from './span-text.ts'

export function judgeSource(claim: ClaimOf<'source'>, summary: Summary, context: Context): Ruling {
  const { flow, within, within6, textOfSet, window } = claim
  const sightings = inWindow(summary.flows.find((each) => each.flow === flow)?.sightings ?? [], window)
  if (sightings.length === 0)
    return notExercised(`the far side of ${flow} saw no source address${windowText(window)}`, context, {
      flow,
    })
  const outside = sightings.filter(
    ({ address }) => !(isIpv6(address) ? within6?.has(address) === true : within.has(address)),
  )
  const first = outside[0]
  if (first === undefined) {
    const seen = addressesOf(sightings).map(formatAddress)
    return held(`the far side of ${flow} saw ${listText(seen)}, all within ${textOfSet}`)
  }
  const source = formatAddress(first.address)
  const others = addressesOf(outside)
    .filter((address) => !sameAddress(address, first.address))
    .map(formatAddress)
  const also = others.length === 0 ? '' : `; later also ${listText(others)}`
  return failed(
    `the far side of ${flow} sees ${source} of ${first.instance} at ${formatMoment(first.fromUs)}, which is not within ${textOfSet}${also}`,
    first,
    groundOf('SOURCE_OUTSIDE_SET', { flow, source, instance: first.instance }, context),
  )
}

/** Sightings overlap each other, so each is clipped for itself. */
function inWindow(sightings: readonly Sighting[], window: ClaimOf<'source'>['window']): readonly Sighting[] {
  if (window === undefined) return sightings
  return sightings
    .map((each) => ({
      ...each,
      fromUs: Math.max(each.fromUs, window.fromUs),
      untilUs: Math.min(each.untilUs, window.untilUs),
    }))
    .filter(({ fromUs, untilUs }) => fromUs < untilUs)
}

function addressesOf(sightings: readonly Sighting[]): Address[] {
  return [...new Map(sightings.map(({ address }) => [formatAddress(address), address])).values()]
}

/** Not more than a line can hold. */
function listText(items: readonly string[]): string {
  return items.length <= 6 ? items.join(', ') : `${items.slice(0, 5).join(', ')} and ${items.length - 5} more`
}
