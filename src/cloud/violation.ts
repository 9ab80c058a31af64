/**
 * A rule of the cloud that a description breaks: which rule, and which part of the description. The rules know
 * nothing of files; whoever read the file turns the path into a line.
 */

/** From the root of the description down: `['vpcs', 'shop', 'vswitches', 'shop-h', 'cidr']`. */
export type Path = readonly (string | number)[]

export interface Violation {
  /** The cloud's own error code where one is documented, otherwise one of ours (scenario/problem-codes.ts). */
  readonly code: string
  /** What is wrong, in one clause. */
  readonly message: string
  /** What to write instead. */
  readonly hint?: string
  readonly path: Path
  /** Which end of the entry is meant: its name, or what stands behind it (the default). */
  readonly at?: 'key' | 'value'
}

/** `vpcs.shop.vswitches.shop-h.cidr`, `securityGroups.web.ingress[0]`: the path as people write it. */
export function formatPath(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('')
}
