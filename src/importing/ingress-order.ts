/** The order in which Ingresses give their rules: facts/load-balancing 4.2. */
import type { ImportReadings } from '../cloud/balancing-assumptions.ts'
import type { Findings } from './findings.ts'
import type { Ingress } from './ingress.ts'

const DEFAULT_ORDER = 10
const FIRST = 1
const LAST = 1_000

/**
 * By the annotation `order`, then by `namespace/name`. Two equal orders that are both written are an error of the open-source
 * controller; the managed one allows them from 2.18 on, and so do we unless told otherwise, with a remark (section 9 row 19).
 */
export function inOrder(
  ingresses: readonly Ingress[],
  findings: Findings,
  { equalIngressOrders = 'allow' }: ImportReadings = {},
): Ingress[] {
  const written = new Map<number, Ingress>()
  const placed = ingresses.map((ingress) => {
    const order = orderOf(ingress, findings)
    if (writtenOrder(ingress) !== undefined) {
      const other = written.get(order)
      if (other !== undefined) {
        const saying = {
          code: 'INGRESS_ORDER_EQUAL',
          message: `${ingress.key} has the same order as ${other.key}: ${EQUAL[equalIngressOrders]}`,
          hint: 'give each Ingress an order of its own',
          path: ingress.annotations.pathOf('order'),
        } as const
        if (equalIngressOrders === 'refuse') findings.refuse(ingress.manifest, saying)
        else findings.tell(ingress.manifest, saying)
      }
      written.set(order, ingress)
    }
    return { ingress, order }
  })
  placed.sort((a, b) => a.order - b.order || (a.ingress.key < b.ingress.key ? -1 : 1))
  return placed.map(({ ingress }) => ingress)
}

const EQUAL = {
  allow: 'their names decide, and older controllers refuse both',
  refuse: 'the open-source controller refuses both',
} as const

/** Its older name goes first, and an empty text says nothing (LBC). */
function writtenOrder({ annotations }: Pick<Ingress, 'annotations'>): string | undefined {
  return (annotations.get('albconfig.order') ?? annotations.get('order')) || undefined
}

function orderOf({ annotations, manifest }: Ingress, findings: Findings): number {
  const text = writtenOrder({ annotations })
  if (text === undefined) return DEFAULT_ORDER
  const order = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
  if (order >= FIRST && order <= LAST) return order
  findings.refuse(manifest, {
    code: 'INGRESS_ORDER',
    message: `${JSON.stringify(text)} is no order; write a whole number from ${FIRST} to ${LAST}, in quotes`,
    path: annotations.pathOf('order'),
  })
  return DEFAULT_ORDER
}
