/** Where a file comes near what is open about gateways of EAS (`cloud/gateway-assumptions.ts`). */
import type { gatewayPoints } from '../cloud/gateway-assumptions.ts'
import type { Topology } from '../cloud/topology.ts'
import { type ValueMap, valueAt } from './value.ts'

/** A path into the file; undefined where it does not. */
export const GATEWAY_PLACES: Readonly<
  Record<keyof typeof gatewayPoints, (topology: Topology, root: ValueMap) => string | undefined>
> = {
  gatewayRefusal: ({ gateways }) => {
    const managed = [...gateways.values()].filter(({ kind }) => kind === 'managed')
    const [only] = managed
    if (only === undefined) return undefined
    return managed.length === 1
      ? `gateways.${only.name}`
      : `gateways.{${managed.map(({ name }) => name).join(',')}}`
  },
  gatewayLinkDelay: ({ gateways }, root) =>
    setIn(root, (name, key) => gateways.get(name)?.kind === 'managed' && key === 'vpcs'),
  gatewayAlbDelay: ({ gateways }, root) =>
    setIn(root, (name, key) => gateways.get(name)?.kind === 'alb' && (key === 'internet' || key === 'vpc')),
  gatewayNodesDelay: ({ gateways }, root) =>
    setIn(root, (name, key) => !gateways.has(name) && key === undefined),
}

/** The first path that the timeline sets in a gateway and that is such a one. */
function setIn(
  root: ValueMap,
  isOne: (gateway: string, key: string | undefined) => boolean,
): string | undefined {
  const { timeline } = root
  const paths = Array.isArray(timeline) ? timeline.map((entry) => valueAt(entry, ['set'])) : []
  return paths.find((path): path is string => {
    if (typeof path !== 'string') return false
    const [section, name, key] = path.split('.')
    return section === 'gateways' && name !== undefined && isOne(name, key)
  })
}
