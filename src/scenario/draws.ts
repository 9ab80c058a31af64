/** Draws and failures that are written in the file have to be of instances that the file can have. */
import type { Topology } from '../cloud/topology.ts'
import type { Report } from './problem.ts'
import type { Head } from './read-sections.ts'
import type { Assumption } from './scenario.ts'
import { suggest } from './suggestion.ts'

export function checkDraws(
  { draws, failures }: Pick<Head, 'draws' | 'failures'>,
  topology: Topology,
): Report[] {
  return [
    ...checkNames('draws', draws.keys(), topology),
    ...checkNames('failures', failures.keys(), topology),
    ...checkPools(failures.keys(), topology),
  ]
}

/** No document says what becomes of an association that fails. */
export function assumptionsOfFailures({ failures }: Pick<Head, 'failures'>): Assumption[] {
  return [...failures].map(([name, count]) => ({
    code: 'ASSUMED_ORDER',
    text: `failures.${name} = ${count}: the address goes back to its pool at once, and the instance looks for one again after deploy.retry`,
    source: 'facts/deployment A.6',
  }))
}

function checkNames(section: 'draws' | 'failures', names: Iterable<string>, { apps }: Topology): Report[] {
  return [...names].flatMap((name): Report[] => {
    const app = appOf(name)
    if (apps.has(app)) return []
    return [
      {
        code: 'REFERENCE_UNDEFINED',
        message: `${name} is of application ${app}, which does not exist`,
        hint: suggest(app, [...apps.keys()]) ?? 'instances are named APP-1, APP-2, … in order of creation',
        path: [section, name],
        at: 'key',
      },
    ]
  })
}

function checkPools(names: Iterable<string>, { apps }: Topology): Report[] {
  return [...names].flatMap((name): Report[] => {
    const app = apps.get(appOf(name))
    if (app === undefined || app.eipPool !== undefined) return []
    return [
      {
        code: 'KEYS_EXCLUSIVE',
        message: `${name} never comes: instances of ${app.name} have no EIP of their own`,
        hint: `give apps.${app.name} a pool with eips, or take the line out`,
        path: ['failures', name],
        at: 'key',
      },
    ]
  })
}

function appOf(name: string): string {
  return name.replace(/\/(batchWait|instanceWait)$|-\d+\/.*$/, '')
}
