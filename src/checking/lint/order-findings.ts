/** The standing of a rule in words; security groups and network ACLs say it alike. */
import type { Origin } from '../../cloud/origin.ts'
import type { Found } from './found.ts'
import type { Standing } from './rule-order.ts'
import { placesOf } from './words.ts'

/** From what nobody needs to what somebody does. */
const RANKS: readonly Standing['kind'][] = [
  'empty',
  'repeats',
  'shadowed',
  'default',
  'redundant',
  'undecided',
  'decides',
]

/** Larger where the rule is of more use. */
export function usefulness({ kind }: Standing): number {
  return RANKS.indexOf(kind)
}

export interface Written {
  /** The rule in words. */
  readonly what: string
  /** Which order is meant, or empty. */
  readonly where: string
  readonly origin: Origin
  /** The place of each rule of the order. */
  readonly origins: readonly Origin[]
  /** Do all these rules say what this one says? */
  agrees(by: readonly number[]): boolean
}

export function* foundIn(standing: Standing, rule: Written): Generator<Found> {
  const { what, where, origin } = rule
  const path = origin.path
  switch (standing.kind) {
    case 'decides':
      return
    case 'undecided':
      yield { code: 'RULE_UNDECIDED', origin, message: `${what} may never decide${where}`, details: { path } }
      return
    case 'empty':
      yield { code: 'RULE_MATCHES_NOTHING', origin, message: `${what} matches no packet`, details: { path } }
      return
    case 'default':
      yield {
        code: 'RULE_REPEATS_DEFAULT',
        origin,
        message: `${what} says what holds without it${where}: no rule behind it accepts any of these packets`,
        details: { path },
      }
      return
    case 'repeats': {
      const also = standing.by.map((at) => rule.origins[at]!)
      yield {
        code: 'RULE_DUPLICATE',
        origin,
        also,
        message: `${what} only repeats ${placesOf(also)}${where}`,
        details: { path },
      }
      return
    }
    case 'shadowed': {
      const also = standing.by.map((at) => rule.origins[at]!)
      const takes = also.length === 1 ? 'takes' : 'together take'
      const same = rule.agrees(standing.by) ? 'and says the same' : 'and says the opposite'
      const told = also.length === 1 ? `, ${same}` : rule.agrees(standing.by) ? ', and say the same' : ''
      yield {
        code: 'RULE_SHADOWED',
        origin,
        also,
        message: `${what} never decides${where}: ${placesOf(also)} ${takes} all its packets${told}`,
        details: { path, by: placesOf(also) },
      }
      return
    }
    case 'redundant': {
      const also = standing.by.map((at) => rule.origins[at]!)
      yield {
        code: 'RULE_REDUNDANT',
        origin,
        also,
        message: `${what} changes nothing${where}: without it ${placesOf(also)} would decide the same`,
        details: { path, by: placesOf(also) },
      }
      return
    }
  }
}
