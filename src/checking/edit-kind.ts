/**
 * What kinds of edits there are. The weight says how much a change asks for: 1 is a line in a list that is made for it, and
 * whatever opens nothing; 2 changes what others rely on too; 3 rents something. The way tells which changes are of one
 * sort: of alternatives only those are told that go another way.
 */
export const EDIT_KINDS = {
  acceptRule: { weight: 1, way: 'filters' },
  dropRule: { weight: 2, way: 'filters' },
  whitelist: { weight: 1, way: 'whitelist' },
  route: { weight: 1, way: 'routes' },
  reroute: { weight: 2, way: 'routes' },
  internetMode: { weight: 2, way: 'internetMode' },
  association: { weight: 2, way: 'association' },
  peering: { weight: 3, way: 'connection' },
  transit: { weight: 1, way: 'transit' },
  transitExit: { weight: 2, way: 'transit' },
  snat: { weight: 1, way: 'nat' },
  natGateway: { weight: 3, way: 'nat' },
  dnat: { weight: 1, way: 'dnat' },
  eip: { weight: 3, way: 'eip' },
  record: { weight: 1, way: 'names' },
  certificate: { weight: 1, way: 'certificate' },
  publicEndpoint: { weight: 3, way: 'public' },
  running: { weight: 1, way: 'server' },
  listener: { weight: 2, way: 'server' },
  member: { weight: 1, way: 'balancer' },
  listenerRunning: { weight: 1, way: 'balancer' },
  balancerListener: { weight: 2, way: 'balancer' },
  gatewayEntry: { weight: 2, way: 'public' },
  gatewayLink: { weight: 3, way: 'connection' },
  caller: { weight: 1, way: 'caller' },
  callerOutside: { weight: 2, way: 'caller' },
} as const satisfies Record<string, { readonly weight: number; readonly way: string }>

export type EditKind = keyof typeof EDIT_KINDS

export function weightOf(edits: readonly OfKind[]): number {
  return edits.reduce((sum, { kind }) => sum + EDIT_KINDS[kind].weight, 0)
}

/** What any change may need besides, and so makes no difference. */
const BESIDES: ReadonlySet<string> = new Set(['filters', 'whitelist', 'routes'])

/** Do both do the same in the main, or the better one nothing that the other does not? */
export function isOfOneSort(better: readonly OfKind[], other: readonly OfKind[]): boolean {
  const ways = waysOf(other)
  const own = [...waysOf(better)]
  return own.some((way) => ways.has(way) && !BESIDES.has(way)) || own.every((way) => ways.has(way))
}

interface OfKind {
  readonly kind: EditKind
}

function waysOf(edits: readonly OfKind[]): ReadonlySet<string> {
  return new Set(edits.map(({ kind }) => EDIT_KINDS[kind].way))
}
