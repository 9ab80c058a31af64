/** The order in which Ingresses give their rules: facts/load-balancing 4.2. */
import type { Findings } from './findings.ts'
import type { Ingress } from './ingress.ts'

const DEFAULT_ORDER = 10
const FIRST = 1
const LAST = 1_000

/**
 * By the annotation `order`, then by `namespace/name`. Two equal orders that are both written are an error of the open-source
 * controller; the managed one allows them from 2.18 on, and so do we, with a remark (section 9 row 19).
 */
export function inOrder(ingresses: readonly Ingress[], findings: Findings): Ingress[] {
  const written = new Map<number, Ingress>()
  const placed = ingresses.map((ingress) => {
    const order = orderOf(ingress, findings)
    if (ingress.annotations.get('order') !== undefined) {
      const other = written.get(order)
      if (other !== undefined)
        findings.tell(ingress.manifest, {
          code: 'INGRESS_ORDER_EQUAL',
          message: `${ingress.key} has the same order as ${other.key}: their names decide, and older controllers refuse both`,
          hint: 'give each Ingress an order of its own',
          path: ingress.annotations.pathOf('order'),
        })
      written.set(order, ingress)
    }
    return { ingress, order }
  })
  placed.sort((a, b) => a.order - b.order || (a.ingress.key < b.ingress.key ? -1 : 1))
  return placed.map(({ ingress }) => ingress)
}

function orderOf({ annotations, manifest }: Ingress, findings: Findings): number {
  const text = annotations.get('order')
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
