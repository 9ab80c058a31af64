/** Why an inference service of EAS does not go on, or a change of it was refused. EAS documents no codes for these; they are ours. */
import type { Reason } from '../cloud/reason.ts'

const SOURCE = 'facts/deployment B.6'

const reason = (severity: Reason['severity'], code: string, sentence: string, fix: string): Reason => ({
  code,
  severity,
  sentence,
  fix,
  source: SOURCE,
})

export const EAS_REASONS: readonly Reason[] = [
  reason(
    'error',
    'REPLICA_FAILED',
    'A new replica of the service did not come up: it gets no traffic, and the update pauses.',
    'Update to a version that comes up; that clears the failed replicas away first.',
  ),
  reason(
    'error',
    'REPLICA_NOT_READY',
    'A new replica of the service failed its readiness probe from the start on.',
    'Mend version {version}, or let the probe begin after the service has started; an update clears failed replicas away first.',
  ),
  reason(
    'warning',
    'UPDATE_LEAVES_NOBODY',
    'The update may take the last ready instance away before a new one is ready (max_unavailable).',
    'Write deploy: { maxUnavailable: 0 } for {app}, or have more instances of it.',
  ),
  reason('info', 'REPLICA_CLEARED', 'A later update has cleared this failed replica away.', 'Nothing.'),
  reason('info', 'REPLACED_BY_LATER_UPDATE', 'A later update has taken the place of this one.', 'Nothing.'),
  reason(
    'error',
    'EAS_SERVICE_BUSY',
    'Another change of the service is not finished.',
    'Wait for it, or update the service: an update takes the place of one that is under way.',
  ),
  reason('error', 'EAS_SERVICE_NOT_FOUND', 'The service does not exist yet.', 'Create it first.'),
  reason(
    'error',
    'EAS_SERVICE_STATE',
    'The service is not in a state that allows this.',
    'Check the entries before it.',
  ),
  reason(
    'error',
    'EAS_NO_UPDATE',
    'There is no change to confirm or to abort.',
    'Check the instant of the entry.',
  ),
]
