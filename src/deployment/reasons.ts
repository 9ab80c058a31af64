/** Why an instance, an order or a change does not go on: the reasons of this room. Rows are those of `docs/facts/`. */
import type { Reason } from '../cloud/reason.ts'
import { EAS_REASONS } from './eas-reasons.ts'

const error = (code: string, sentence: string, fix: string, source: string): Reason => ({
  code,
  severity: 'error',
  sentence,
  fix,
  source,
})

const told = (
  severity: 'warning' | 'info',
  code: string,
  sentence: string,
  fix: string,
  source: string,
): Reason => ({
  code,
  severity,
  sentence,
  fix,
  source,
})

export const DEPLOYMENT_REASONS: readonly Reason[] = [
  error(
    'CREATE_NO_EIP',
    'A new instance found no free EIP and cannot be created.',
    'Give pool {pool} at least one address more than there are instances.',
    'facts/vpc R3.14, facts/deployment A.6',
  ),
  error(
    'EIP_BIND_FAILED',
    'The association of an EIP with a new instance ended without success; it looks for one again.',
    'This is a fault to survive: keep one spare EIP, and time enough in the batch for another try.',
    'facts/codes section 2; assumed',
  ),
  error(
    'OUTAGE_WINDOW',
    'No instance of the application runs: nobody answers.',
    'Keep one spare EIP and a minimum of ready instances.',
    'facts/codes section 2',
  ),
  error(
    'CREATE_NO_VSWITCH_IP',
    'No vSwitch of the application has a free private address.',
    'Add a vSwitch to the application, or scale to fewer instances.',
    'facts/deployment A.7',
  ),
  error(
    'ZONE_UNAVAILABLE',
    'All zones of the application are out of service.',
    'Put the application into vSwitches of two zones.',
    'facts/deployment A.7',
  ),
  error(
    'BATCH_TIMEOUT',
    'A batch did not end in time; the order is paused until a person acts.',
    'Abort and roll back, or remove what the batch waits for.',
    'facts/deployment A.1',
  ),
  error(
    'ROLLOUT_STUCK',
    'The order waits for something that cannot happen any more.',
    'Break the wait-for cycle: one more EIP, or fewer instances.',
    'facts/deployment rules 2 to 4',
  ),
  error(
    'READINESS_FAILED_AT_START',
    'A new instance failed its readiness probe from the start on (EDAS-10022).',
    'Mend version {version}, or let the probe begin after the application has started.',
    'facts/deployment A.3',
  ),
  error(
    'STARTUP_PROBE_FAILED',
    'The startup probe failed as often as it may; the container is started again.',
    'Give the startup probe more time than the application needs to start.',
    'facts/deployment A.8',
  ),
  error(
    'LIVENESS_PROBE_FAILED',
    'The liveness probe failed as often as it may; the container is started again.',
    'Let the liveness probe begin later than the application needs to start.',
    'facts/deployment A.8',
  ),
  error(
    'READINESS_PROBE_FAILED',
    'A ready instance failed its readiness probe and gets no traffic.',
    'Look at what version {version} does at that time.',
    'facts/deployment A.8',
  ),
  error(
    'CONTAINER_EXITED',
    'The process ended by itself.',
    'Mend version {version}.',
    'facts/deployment D.7',
  ),
  error(
    'CONTAINER_CRASHED',
    'The container was crashed by the scenario.',
    'This is a fault to survive.',
    'scenario',
  ),
  error(
    'INSTANCE_LOST',
    'The instance was lost; another is created with new addresses.',
    'Keep one spare EIP.',
    'facts/deployment A.7',
  ),
  error(
    'KILLED_AT_GRACE',
    'The process did not end within the grace period and was killed (exit code 137).',
    'Raise lifecycle.grace above preStop + stop.',
    'facts/deployment A.9',
  ),
  error(
    'Application.ChangerOrderRunning',
    'Another change order of the application is not finished.',
    'Wait for it, confirm its batch, or abort it.',
    'facts/deployment A.3',
  ),
  error(
    'Application.ChangerOrder.Not.Running',
    'There is no change order to confirm or to abort.',
    'Check the instant of the entry.',
    'facts/deployment A.3',
  ),
  error(
    'Application.NotDeployYet',
    'The application does not exist yet.',
    'Create it first.',
    'facts/deployment A.4',
  ),
  error(
    'Application.InvalidStatus',
    'The application is not in a state that allows this.',
    'Check the entries before it.',
    'facts/deployment A.4',
  ),
  error(
    'Application.NoInstanceAvailable',
    'The application has no instance.',
    'Start it first.',
    'facts/deployment A.4',
  ),
  error(
    'NoComputeResourceQuota.App.Exceed',
    'The application would have more instances than its quota allows.',
    'Scale to fewer instances, or raise quotas.instancesPerApp as the vendor did for you.',
    'facts/deployment A.4, A.7',
  ),
  error(
    'THIRD_VERSION_REFUSED',
    'Two versions are live, and a third cannot join them.',
    'Roll back to one version first.',
    'facts/deployment A.1',
  ),
  error(
    'ROLLBACK_NO_VERSION',
    'There is no earlier version to roll back to.',
    'Name the version.',
    'facts/deployment A.3',
  ),
  told(
    'info',
    'ABORTED_BY_USER',
    'The order was aborted by an entry of the timeline.',
    'Nothing.',
    'facts/deployment A.4',
  ),
  told(
    'info',
    'MANUAL_BATCH_WAIT',
    'The order waits for the confirmation of its next batch.',
    'Add a confirm entry.',
    'facts/deployment A.4',
  ),
  told(
    'info',
    'RESTARTED_BY_ORDER',
    'The container is restarted in place; addresses stay.',
    'Nothing.',
    'facts/deployment A.7',
  ),
  ...EAS_REASONS,
]
