/** What all findings of a run say together. */
import type { Finding } from './finding.ts'

/** `undetermined`: nothing is broken, but the run ended before all was decided. */
export type Overall = 'held' | 'failed' | 'undetermined' | 'nothingAsked'

export function overall(findings: readonly Finding[]): Overall {
  if (findings.length === 0) return 'nothingAsked'
  const open = findings.filter(({ status }) => status !== 'held')
  if (open.length === 0) return 'held'
  return open.every(({ undetermined }) => undetermined === true) ? 'undetermined' : 'failed'
}

/** True also where nothing was asked. */
export function heldAll(findings: readonly Finding[]): boolean {
  return findings.every(({ status }) => status === 'held')
}
