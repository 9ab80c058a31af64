/** Why an instance, an order or a change does not go on: the reasons of this room. Rows are those of `docs/facts/`. */
import type { Reason } from '../cloud/reason.ts'

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
    'give pool {pool} at least one address more than there are instances',
    'facts/vpc R3.14, facts/deployment A.6',
  ),
  error(
    'OUTAGE_WINDOW',
    'No instance of the application runs: nobody answers.',
    'keep one spare EIP and a minimum of ready instances',
    'facts/codes section 2',
  ),
  error(
    'CREATE_NO_VSWITCH_IP',
    'No vSwitch of the application has a free private address.',
    'add a vSwitch to the application, or scale to fewer instances',
    'facts/deployment A.7',
  ),
  error(
    'ZONE_UNAVAILABLE',
    'All zones of the application are out of service.',
    'put the application into vSwitches of two zones',
    'facts/deployment A.7',
  ),
  error(
    'BATCH_TIMEOUT',
    'A batch did not end in time; the order is paused until a person acts.',
    'abort and roll back, or remove what the batch waits for',
    'facts/deployment A.1',
  ),
  error(
    'ROLLOUT_STUCK',
    'The order waits for something that cannot happen any more.',
    'break the wait-for cycle: one more EIP, or fewer instances',
    'facts/deployment rules 2 to 4',
  ),
  error(
    'READINESS_FAILED_AT_START',
    'A new instance failed its readiness probe from the start on (EDAS-10022).',
    'mend version {version}, or let the probe begin after the application has started',
    'facts/deployment A.3',
  ),
  error(
    'STARTUP_PROBE_FAILED',
    'The startup probe failed as often as it may; the container is started again.',
    'give the startup probe more time than the application needs to start',
    'facts/deployment A.8',
  ),
  error(
    'LIVENESS_PROBE_FAILED',
    'The liveness probe failed as often as it may; the container is started again.',
    'let the liveness probe begin later than the application needs to start',
    'facts/deployment A.8',
  ),
  error(
    'READINESS_PROBE_FAILED',
    'A ready instance failed its readiness probe and gets no traffic.',
    'look at what version {version} does at that time',
    'facts/deployment A.8',
  ),
  error('CONTAINER_EXITED', 'The process ended by itself.', 'mend version {version}', 'facts/deployment D.7'),
  error(
    'CONTAINER_CRASHED',
    'The container was crashed by the scenario.',
    'this is a fault to survive',
    'scenario',
  ),
  error(
    'INSTANCE_LOST',
    'The instance was lost; another is created with new addresses.',
    'keep one spare EIP',
    'facts/deployment A.7',
  ),
  error(
    'KILLED_AT_GRACE',
    'The process did not end within the grace period and was killed (exit code 137).',
    'raise lifecycle.grace above preStop + stop',
    'facts/deployment A.9',
  ),
  error(
    'Application.ChangerOrderRunning',
    'Another change order of the application is not finished.',
    'wait for it, confirm its batch, or abort it',
    'facts/deployment A.3',
  ),
  error(
    'Application.ChangerOrder.Not.Running',
    'There is no change order to confirm or to abort.',
    'check the instant of the entry',
    'facts/deployment A.3',
  ),
  error(
    'Application.NotDeployYet',
    'The application does not exist yet.',
    'create it first',
    'facts/deployment A.4',
  ),
  error(
    'Application.InvalidStatus',
    'The application is not in a state that allows this.',
    'check the entries before it',
    'facts/deployment A.4',
  ),
  error(
    'Application.NoInstanceAvailable',
    'The application has no instance.',
    'start it first',
    'facts/deployment A.4',
  ),
  error(
    'THIRD_VERSION_REFUSED',
    'Two versions are live, and a third cannot join them.',
    'roll back to one version first',
    'facts/deployment A.1',
  ),
  error(
    'ROLLBACK_NO_VERSION',
    'There is no earlier version to roll back to.',
    'name the version',
    'facts/deployment A.3',
  ),
  told(
    'info',
    'ABORTED_BY_USER',
    'The order was aborted by an entry of the timeline.',
    'nothing',
    'facts/deployment A.4',
  ),
  told(
    'info',
    'MANUAL_BATCH_WAIT',
    'The order waits for the confirmation of its next batch.',
    'add a confirm entry',
    'facts/deployment A.4',
  ),
  told(
    'info',
    'RESTARTED_BY_ORDER',
    'The container is restarted in place; addresses stay.',
    'nothing',
    'facts/deployment A.7',
  ),
]
