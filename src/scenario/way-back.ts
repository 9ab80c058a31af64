/** Changes that the cloud never undoes. */
import type { Topology } from '../cloud/topology.ts'
import type { Path } from '../cloud/violation.ts'
import type { Report } from './problem.ts'

/** What a `set` at `entry` would undo: facts/vpc 9.2, a whitelist in enhanced mode stays there. */
export function waysBack(before: Topology, after: Topology, entry: Path): Report[] {
  return [...after.databases.values()].flatMap(({ name, whitelist }): Report[] => {
    const was = before.databases.get(name)?.whitelist.mode
    if (was !== 'enhanced' || whitelist.mode === 'enhanced') return []
    return [
      {
        code: 'ENHANCED_MODE_FINAL',
        message: `the whitelist of ${name} is in enhanced mode, from which no way leads back`,
        hint: 'a new instance can have the standard mode',
        path: [...entry, 'to'],
      },
    ]
  })
}
