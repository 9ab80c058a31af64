/** Defaults of the deployment that the documents leave open, as far as applications rely on them: facts/deployment, rows marked U. */

import type { App } from '../cloud/app.ts'
import { fixed } from '../cloud/duration-range.ts'
import { updateOf } from '../cloud/eas-update.ts'
import { formatDurationRange } from './duration.ts'
import type { Assumption } from './scenario.ts'
import { assumptionsOfService } from './service-assumptions.ts'
import { type Value, type ValueMap, valueAt } from './value.ts'

const TIMES = ['schedule', 'pull', 'eipBind', 'eipRelease', 'start', 'stop'] as const

/** One assumption for each value; applications that share it stand together. */
export function assumptionsOfApps(apps: Iterable<App>, root: ValueMap): Assumption[] {
  const found = new Map<string, { apps: string[]; assumption: (apps: string) => Assumption }>()
  for (const app of apps)
    for (const [key, assumption] of assumptionsOf(app, root)) {
      const entry = found.get(key) ?? { apps: [], assumption }
      entry.apps.push(app.name)
      found.set(key, entry)
    }
  return [...found.values()].map(({ apps, assumption }) =>
    assumption(apps.length === 1 ? apps[0]! : `{${apps.join(',')}}`),
  )
}

type Entry = [key: string, assumption: (apps: string) => Assumption]

function* assumptionsOf(app: App, root: ValueMap): Generator<Entry> {
  const isSet = (...path: string[]) =>
    (valueAt(root, ['apps', app.name, ...path]) as Value | undefined) !== undefined
  const withEip = app.eipPool !== undefined
  for (const time of TIMES) {
    if ((time === 'eipBind' || time === 'eipRelease') && !withEip) continue
    if (time === 'stop' && app.eas !== undefined && !updateOf(app.eas).sendsSigterm) continue
    if (isSet('lifecycle', time)) continue
    const text = `${time} = ${formatDurationRange(app.lifecycle[time])}`
    yield [
      text,
      (apps) => ({
        code: 'ASSUMED_TIMING',
        text: `apps.${apps}.lifecycle.${text}`,
        source: 'facts/deployment A.13',
      }),
    ]
  }
  if (app.probes.readiness === 'sound')
    yield [
      'readiness',
      (apps) => ({
        code: 'ASSUMED_TIMING',
        text: `apps.${apps}.probes.readiness passes as soon as the application answers`,
        source: 'facts/deployment A.8',
      }),
    ]
  yield* assumptionsOfService(app, isSet)
  if (app.eas === undefined && !isSet('deploy', 'maxSurge'))
    yield [
      'maxSurge',
      (apps) => ({
        code: 'ASSUMED_PRECEDENCE',
        text: `apps.${apps}.deploy.maxSurge = 30 %, rounded up`,
        source: 'facts/deployment A.2',
      }),
    ]
  if (app.vswitches.length > 1 && app.eas?.isInVpc !== false)
    yield [
      'vswitch',
      (apps) => ({
        code: 'ASSUMED_ORDER',
        text: `apps.${apps}: a new instance goes to the vSwitch with most free addresses`,
        source: 'facts/deployment A.7',
      }),
    ]
  if (!withEip) return
  if (!isSet('deploy', 'eipShortage'))
    yield [
      'eipShortage',
      (apps) => ({
        code: 'ASSUMED_ORDER',
        text: `apps.${apps}.deploy.eipShortage = wait`,
        source: 'facts/deployment A.6',
      }),
    ]
  if (!isSet('deploy', 'retry') && app.deploy.eipShortage === 'wait')
    yield [
      'retry',
      (apps) => ({
        code: 'ASSUMED_TIMING',
        text: `apps.${apps}.deploy.retry = ${formatDurationRange(fixed(app.deploy.retryUs))}`,
        source: 'facts/deployment A.6',
      }),
    ]
  yield [
    'eip order',
    (apps) => ({
      code: 'ASSUMED_ORDER',
      text: `apps.${apps}.eips: the first free address of the pool is taken`,
      source: 'facts/deployment A.6',
    }),
  ]
}
