/** How an update of an inference service replaces its instances, and how they leave: facts/deployment B.6. */
import type { EasService } from './eas-service.ts'

export interface EasUpdate {
  /** Instances on top of the declared ones. A share is rounded up, as in Kubernetes (facts/deployment D.1). */
  readonly maxSurge: InstanceShare
  /** Declared instances that may be missing meanwhile. A share is rounded down. */
  readonly maxUnavailable: InstanceShare
  /**
   * `rpc.enable_sigterm`: the process gets TERM when its instance begins to terminate. Otherwise it works on until the grace
   * period (`lifecycle.graceUs`) is over and is ended then.
   */
  readonly sendsSigterm: boolean
}

/** A number of instances, or percent of the declared ones but never less than `atLeast`. */
export type InstanceShare =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'percent'; readonly percent: number; readonly atLeast?: number }

/** 2 % of all, at least one (B.6). */
export const DEFAULT_MAX_SURGE: InstanceShare = { kind: 'percent', percent: 2, atLeast: 1 }

/** The grace period of a service that names none (`eas.termination_grace_period`, B.6). */
export const EAS_GRACE_US = 30_000_000

/** By resource group, for services that were made since 2025-09-01 (B.6). */
export function defaultMaxUnavailable({
  resourceGroup,
  hasElasticPool,
}: Pick<EasService, 'resourceGroup' | 'hasElasticPool'>): InstanceShare {
  switch (resourceGroup) {
    case 'public':
      return { kind: 'count', count: 0 }
    case 'dedicated':
      return { kind: 'count', count: hasElasticPool === true ? 0 : 1 }
    case 'quota':
      return { kind: 'percent', percent: 2, atLeast: 1 }
  }
}

/** What the service says of its updates, and the defaults for the rest. */
export function updateOf(service: EasService): EasUpdate {
  return {
    maxSurge: service.update?.maxSurge ?? DEFAULT_MAX_SURGE,
    maxUnavailable: service.update?.maxUnavailable ?? defaultMaxUnavailable(service),
    sendsSigterm: service.update?.sendsSigterm ?? false,
  }
}
