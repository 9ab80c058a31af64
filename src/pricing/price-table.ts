/**
 * A table of list prices, as `data/prices.json` and a table of one's own have it: facts/deployment section C. Prices, free
 * allowances and the measures of capacity units are data; what is done with them is code.
 */

export type Currency = 'CNY' | 'USD'

/** What can be charged, and by which unit. */
export const ITEMS = {
  'eip.configuration': 'hour',
  'eip.traffic': 'GB',
  'eip.association': 'association',
  'nat.instance': 'hour',
  'nat.cu': 'CU hour',
  /** Of a fixed size, and discontinued: for comparison alone. */
  'nat.small': 'day',
  'alb.basic': 'hour',
  'alb.standard': 'hour',
  'alb.waf': 'hour',
  'alb.lcu': 'LCU hour',
  'clb.instance': 'hour',
  'clb.publicIp': 'hour',
  'clb.lcu': 'LCU hour',
  'clb.traffic': 'GB',
  'nlb.instance': 'hour',
  'nlb.lcu': 'LCU hour',
  'privatelink.endpoint': 'zone hour',
  'privatelink.traffic': 'GB',
  'cen.attachment': 'hour',
  'cen.traffic': 'GB',
  'sae.cu': 'CU second',
  'eas.gatewayNode': 'node hour',
} as const

export type Item = keyof typeof ITEMS

export const ITEM_NAMES = Object.keys(ITEMS) as Item[]

export interface PriceTable {
  /** Regions of the cloud and the price regions that they are in, the narrowest first. */
  readonly regions: Readonly<Record<string, readonly string[]>>
  /** What one capacity unit is. */
  readonly meters: Readonly<Partial<Record<MeterName, Meter>>>
  /** Bindings of EIPs that are free, for each EIP of the quota and day. */
  readonly freeAssociations?: Sourced & { readonly count: number }
  readonly compute?: ComputeUnits
  readonly prices: readonly PriceRow[]
}

export interface PriceRow extends Sourced {
  readonly item: Item
  /** Of one unit of the item; null: nobody found it. */
  readonly price: number | null
  readonly currency: Currency
  /** Price regions that it holds in. */
  readonly regions: readonly string[]
  /** `2025-01` or `2025`: when it was seen; null: the source has no date. */
  readonly date: string | null
  readonly note?: string
}

interface Sourced {
  readonly source: string
  /** As in facts/deployment: stated, confirmed, in dispute, unconfirmed. */
  readonly mark: 'S' | 'C' | 'X' | 'U'
}

export const METER_NAMES = ['nat.cu', 'alb.lcu', 'clb.lcu.http', 'clb.lcu.stream', 'nlb.lcu'] as const

export type MeterName = (typeof METER_NAMES)[number]

/** One unit holds so much of each; the measure that needs most of them counts. */
export interface Meter extends Sourced {
  readonly newConnectionsPerSecond: number
  readonly concurrentConnections: number
  /** In and out together. */
  readonly gigabytesPerHour: number
  readonly ruleEvaluationsPerSecond?: number
}

/** CU of SAE for a core and for a GiB of memory. */
export interface ComputeUnits extends Sourced {
  readonly perCoreSecond: number
  readonly perGibibyteSecond: number
}
