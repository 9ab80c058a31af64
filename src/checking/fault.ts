/** Faults that `simulate check` puts into a run, beside what the file itself wants to happen. */
import { formatDuration } from '../cloud/duration-text.ts'

export const FAULT_KINDS = ['crash', 'zone', 'eipBindFails', 'slowStart'] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

export type Fault =
  /** An instance is lost, or its container dies and is started again in place. */
  | {
      readonly kind: 'crash'
      readonly atUs: number
      readonly app: string
      readonly mode: 'container' | 'instance'
    }
  /** All instances of the zone are lost, and none can be made there until the end. */
  | { readonly kind: 'zone'; readonly atUs: number; readonly zone: string; readonly forUs: number }
  /** The first associations of an EIP with the instance end without success. */
  | { readonly kind: 'eipBindFails'; readonly instance: string; readonly times: number }
  /** The image or the application takes longer than the file allows for. */
  | {
      readonly kind: 'slowStart'
      readonly instance: string
      readonly work: 'pull' | 'start'
      readonly tookUs: number
    }

/** `crash of shop (instance) at 1m12s` */
export function faultText(fault: Fault): string {
  switch (fault.kind) {
    case 'crash':
      return `crash of ${fault.app} (${fault.mode}) at ${formatDuration(fault.atUs)}`
    case 'zone':
      return `outage of zone ${fault.zone} at ${formatDuration(fault.atUs)} for ${formatDuration(fault.forUs)}`
    case 'eipBindFails':
      return `the association of an EIP with ${fault.instance} fails ${fault.times === 1 ? 'once' : `${fault.times} times`}`
    case 'slowStart':
      return `${fault.work} of ${fault.instance} takes ${formatDuration(fault.tookUs)}`
  }
}
