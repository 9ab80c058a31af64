/** Comparisons of a count with a bound. */
import type { Comparison } from './expectation.ts'

export function satisfies(count: number, { operator, value }: Comparison): boolean {
  switch (operator) {
    case '>=':
      return count >= value
    case '<=':
      return count <= value
    case '=':
      return count === value
    case '>':
      return count > value
    case '<':
      return count < value
  }
}

export function comparisonText({ operator, value }: Comparison): string {
  return `${operator} ${value}`
}
