/** What the documents leave open about the life of inference services, as far as a file relies on it: facts/deployment B.6. */
import type { App } from '../cloud/app.ts'
import type { Assumption } from './scenario.ts'

/** Services that share one stand together: the name is filled in by whoever collects them. */
export type ServiceAssumption = [key: string, assumption: (apps: string) => Assumption]

export function* assumptionsOfService(
  { eas, lifecycle }: App,
  isSet: (...path: string[]) => boolean,
): Generator<ServiceAssumption> {
  if (eas === undefined) return
  const assumed = (
    key: string,
    code: Assumption['code'],
    text: (apps: string) => string,
    source: string,
  ): ServiceAssumption => [key, (apps) => ({ code, text: text(apps), source })]
  // Vendors' pages differ about the default.
  if (!isSet('deploy', 'sigterm'))
    yield assumed(
      'sigterm',
      'DOCS_DISAGREE',
      (apps) => `apps.${apps}.deploy.sigterm = false: an instance works on until its grace period is over`,
      'facts/deployment B.6',
    )
  if (lifecycle.preStop.maxUs > 0 && eas.update?.sendsSigterm !== true)
    yield assumed(
      'preStop',
      'ASSUMED_PRECEDENCE',
      (apps) => `apps.${apps}.lifecycle.preStop is not run without deploy.sigterm`,
      'facts/deployment B.6',
    )
  yield assumed(
    'update',
    'ASSUMED_PRECEDENCE',
    (apps) => `apps.${apps}: an update takes the place of one that is under way, paused or not`,
    'facts/deployment B.6, D.4',
  )
  if (eas.autoscaling === undefined) return
  yield assumed(
    'autoscaling',
    'ASSUMED_TIMING',
    (apps) => `apps.${apps}.autoscaling looks every 15s at the mean of the last minute`,
    'facts/deployment A.11, B.6',
  )
  yield assumed(
    'autoscaling order',
    'ASSUMED_PRECEDENCE',
    (apps) => `apps.${apps}.autoscaling waits while a change is under way`,
    'facts/deployment section 0, rule 7',
  )
  if (eas.autoscaling.min > 0) return
  yield assumed(
    'from zero',
    'ASSUMED_PRECEDENCE',
    (apps) => `apps.${apps}: without an instance a request is answered with 503, and one is made`,
    'facts/deployment B.4, B.6',
  )
}
