/** A stage's decision in words, as every narration tells it. */
import type { HopRule } from './hop.ts'

export interface Account {
  readonly component: string
  readonly why: string
  readonly rule: HopRule | undefined
  /** The stage let the packet pass only because nobody can tell. */
  readonly unknown: boolean
}

/** Behind a failed translation nobody knows what the source is. */
export const SOURCE_UNKNOWN = 'Nobody can tell: the source address is not known.'

export function told(component: string, why: string, rule?: HopRule, unknown = false): Account {
  return { component, why, rule, unknown }
}
