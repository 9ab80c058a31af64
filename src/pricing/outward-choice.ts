/**
 * How an application gets out: one EIP for each instance, or one NAT gateway with one EIP. The seed says that EIPs are cheaper for
 * 20 instances or fewer (seed 000); how many it is here depends on the region, the year and the load (facts/deployment C.1).
 */
import type { Summary } from '../trace/summary.ts'
import type { AlternativesOptions } from './alternatives.ts'
import { breakEven, type FixedFees, mostWithEips, unitsFor } from './break-even.ts'
import { NO_LOAD, together } from './load.ts'
import { instancesOf, type MeteredFlow } from './metered-flow.ts'
import { type Offer, offer, unitsOfLoad } from './offer.ts'
import { priceOf } from './price-list.ts'

export interface OutwardChoice {
  readonly app: string
  readonly instances: number
  /** SAE needs one EIP more than instances to replace them (facts/deployment A.6). */
  readonly spare: 1
  /** Absent: nobody gets out at the end. */
  readonly today?: 'eip' | 'nat'
  /** All its flows say what they send; else there is more load than is counted. */
  readonly isDeclared: boolean
  /** Capacity units that a NAT gateway for this application alone would use. */
  readonly units: number
  readonly fees?: FixedFees
  readonly offers: readonly Offer[]
  /** Absent where a price is not known, or EIPs cost nothing. */
  readonly evenAt?: number
  /** The most instances for which EIPs are cheaper, without a spare one and with it; infinite where they cost nothing. */
  readonly most?: number
  readonly mostWithSpare?: number
  /** Units at which the break-even is 20 instances: the seed's figure. */
  readonly unitsForTwenty?: number
  /** What is charged for bindings in the EIPs' case is beside it, by the month. */
  readonly bindingsMonthly?: number
}

/** The seed's number of instances. */
export const SEED_INSTANCES = 20

/** `own`: its flows to the Internet. */
export function outwardChoice(
  app: string,
  own: readonly MeteredFlow[],
  summary: Summary,
  { list, meterOf, associations, waivesSaeEips }: AlternativesOptions,
): OutwardChoice {
  const instances = instancesOf({ kind: 'app', name: app }, summary)
  const units = unitsOfLoad(own.map(({ loads }) => loads.hourly).reduce(together, NO_LOAD), meterOf('nat.cu'))
  const [eip, nat, capacityUnit] = (['eip.configuration', 'nat.instance', 'nat.cu'] as const).map((item) =>
    priceOf(list, item),
  )
  const today = todayOf(own)
  const choice = {
    app,
    instances,
    spare: 1 as const,
    ...(today !== undefined && { today }),
    isDeclared: own.every(({ traffic }) => traffic.isDeclared),
    units: units ?? 0,
  }
  const eips = eip === undefined ? undefined : (instances + 1) * (waivesSaeEips ? 0 : eip)
  if (eip === undefined || nat === undefined || capacityUnit === undefined || units === undefined)
    return { ...choice, offers: [offer('eip', eips), offer('nat', undefined)] }
  const fees: FixedFees = { eip, nat, capacityUnit }
  const offers = [offer('eip', eips), offer('nat', nat + eip + capacityUnit * units)]
  if (waivesSaeEips)
    return {
      ...choice,
      fees,
      offers,
      most: Number.POSITIVE_INFINITY,
      mostWithSpare: Number.POSITIVE_INFINITY,
    }
  const association = priceOf(list, 'eip.association')
  const { monthly } = associations.quantities
  const bindings = monthly === 0 ? 0 : association === undefined ? undefined : monthly * association
  return {
    ...choice,
    fees,
    offers,
    evenAt: breakEven(fees, units),
    most: mostWithEips(fees, units, 0),
    mostWithSpare: mostWithEips(fees, units, 1),
    unitsForTwenty: unitsFor(SEED_INSTANCES, fees),
    ...(bindings !== undefined && { bindingsMonthly: bindings }),
  }
}

function todayOf(own: readonly MeteredFlow[]): OutwardChoice['today'] {
  if (own.some(({ way }) => way.natGateway !== undefined)) return 'nat'
  return own.some(({ way }) => way.leaving.length > 0) ? 'eip' : undefined
}
