/** White access lists that keep nobody out: facts/load-balancing 1.12, 2.7. */
import { isOfGateway } from '../../cloud/gateway.ts'
import type { Found, TopologyRule } from './found.ts'

export const accessLists: TopologyRule = {
  reads: ({ loadBalancers, assumptions }) => [loadBalancers, assumptions],
  *find({ loadBalancers, assumptions }): Generator<Found> {
    for (const { name, listeners } of loadBalancers.values()) {
      // Whitelists of gateways: that of a VPC begins with everybody, and that of the Internet side has a notice of its own.
      if (isOfGateway(name)) continue
      for (const listener of listeners.values()) {
        if (listener.access?.type !== 'white') continue
        const { lists } = listener.access
        const isEmpty = lists.every(({ set }) => set.size === 0)
        const isEverybody = lists.some(({ set }) => set.size === 2 ** 32)
        if (!isEverybody && !(isEmpty && assumptions.emptyWhitelist === 'pass')) continue
        const [list] = lists
        yield {
          code: 'ACCESS_LIST_LETS_ALL',
          origin: listener.origin,
          message: `the white access of listener ${name}/${listener.name} lets everybody pass, because ${
            isEverybody ? 'a list has all addresses' : 'its lists have no entry'
          }`,
          ...(list !== undefined && { also: [list.origin] }),
          details: { list: list?.origin.path ?? 'an access list', listener: `${name}/${listener.name}` },
        }
      }
    }
  },
}
