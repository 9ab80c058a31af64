/**
 * What is different when an inference service of EAS is changed: facts/deployment B.6. It is replaced as a Kubernetes Deployment
 * is (section D), without batches and without a timeout; a new replica that fails pauses the update, and a later update takes
 * the place of one that is under way, after it has cleared the failed replicas away.
 */
import type { EasService } from '../cloud/eas-service.ts'
import { type InstanceShare, updateOf } from '../cloud/eas-update.ts'
import type { Fleet } from './fleet.ts'
import type { Instance } from './instance.ts'

/** The floor of ready instances, and how many may come on top. */
export interface RollingLimits {
  readonly minReady: number
  readonly maxSurge: number
}

/** Where both shares come to nothing, one instance may be missing: otherwise nothing could move (D.1). */
export function rollingLimits(service: EasService, desired: number): RollingLimits {
  const { maxSurge, maxUnavailable } = updateOf(service)
  const surge = resolve(maxSurge, desired, Math.ceil)
  const unavailable = resolve(maxUnavailable, desired, Math.floor)
  const missing = surge === 0 && unavailable === 0 ? 1 : unavailable
  return { minReady: Math.max(0, desired - missing), maxSurge: surge }
}

function resolve(share: InstanceShare, desired: number, round: (value: number) => number): number {
  if (share.kind === 'count') return share.count
  return Math.max(share.atLeast ?? 0, round((share.percent * desired) / 100))
}

/** Members that could not become ready since they were made. */
export function failedOf(fleet: Fleet): Instance[] {
  return fleet.sets.flatMap((set) => set.members()).filter(({ hasFailed }) => hasFailed)
}

/** What a later update does first (B.6): they serve nobody, so no floor protects them. */
export function clearFailed(fleet: Fleet): void {
  for (const instance of failedOf(fleet)) fleet.retireForGood(instance, 'REPLICA_CLEARED')
}

/** What SAE refuses by these codes has no documented code at EAS. */
export function easRefusal(code: string): string {
  switch (code) {
    case 'Application.NotDeployYet':
      return 'EAS_SERVICE_NOT_FOUND'
    case 'Application.ChangerOrderRunning':
      return 'EAS_SERVICE_BUSY'
    case 'Application.ChangerOrder.Not.Running':
      return 'EAS_NO_UPDATE'
    case 'Application.InvalidStatus':
    case 'Application.NoInstanceAvailable':
      return 'EAS_SERVICE_STATE'
    default:
      return code
  }
}
