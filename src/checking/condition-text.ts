/** The words of a condition: subject and what is wanted of it. */
import { comparisonText } from './comparison.ts'
import type { Comparison, Condition } from './expectation.ts'

/** `partner is blocked`, `shop has >= 2 ready`. */
export function conditionText(condition: Condition): string {
  return `${subjectOf(condition)} ${wantedOf(condition)}`
}

export function subjectOf(condition: Condition): string {
  switch (condition.kind) {
    case 'flow':
      return condition.flow
    case 'capacity':
      return condition.app
    case 'pool':
      return `pool ${condition.pool}`
    case 'rotation':
      return condition.group
    case 'alert':
      return `alert ${condition.gateway}/${condition.alert}`
  }
}

/** Completes the subject. */
export function wantedOf(condition: Condition): string {
  switch (condition.kind) {
    case 'flow':
      return `is ${condition.state}${condition.code === undefined ? '' : ` with ${condition.code}`}`
    case 'capacity':
      return `has ${countText(condition.compare)} ${condition.measure}`
    case 'pool':
      return `has ${countText(condition.compare)} EIPs in use`
    case 'rotation':
      return `has ${countText(condition.compare)} servers in rotation`
    case 'alert':
      return 'fires'
  }
}

/** `4`, `>= 4`. */
function countText(compare: Comparison): string {
  return compare.operator === '=' ? `${compare.value}` : comparisonText(compare)
}
