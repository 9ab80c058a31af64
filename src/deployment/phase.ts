/**
 * The phases of an instance (facts/deployment A.5, in the order of its life). Container status as SAE shows it:
 * `pending`..`associating` are Pending/PodInitializing, `starting`..`unready` Running, `backoff` CrashLoopBackOff.
 */
export type Phase =
  /** Scheduled, its private address being allocated; or waiting for one. */
  | 'pending'
  /** Pulling the image. */
  | 'initializing'
  /** Looking for a free EIP, none found yet. */
  | 'awaitingEip'
  /** Its EIP is `Associating`. */
  | 'associating'
  /** The container runs, it is not ready yet. */
  | 'starting'
  | 'ready'
  /** It was ready and its readiness probe has failed since. */
  | 'unready'
  /** The container died and will be started again in place. */
  | 'backoff'
  /** preStop, TERM, at last KILL. Private address and EIP are still held. */
  | 'terminating'
  /** Gone; its EIP may still be `Unassociating`. */
  | 'gone'

/** Phases in which the container runs and may open connections. */
export function isRunning(phase: Phase): boolean {
  return phase === 'starting' || phase === 'ready' || phase === 'unready' || phase === 'terminating'
}
