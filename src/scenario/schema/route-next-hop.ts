/** Where a route leads: one next hop, or a list of router interfaces with their weights (facts/vpc 2.2, R2.17). */
import * as z from 'zod'
import { DEFAULT_WEIGHT, type WeightedHop } from '../../cloud/router-interface.ts'
import type { ProblemCode } from '../problem-codes.ts'
import { quote } from '../value.ts'
import { type Leaf, leaves } from './leaf.ts'
import { isName, nextHop } from './words.ts'

const leaf: Leaf = {
  kind: 'next hop, or a list of router interfaces',
  code: 'InvalidNextHopType',
  expected: 'a next hop such as natGateway/NAME, or a list of router interfaces',
}
const LIST_HINT = 'write [ { routerInterface/a: 100 }, { routerInterface/b: 50 } ]'
const MOST_WEIGHT = 255

const one = z.string()
leaves.add(one, {
  ...leaf,
  kind: 'next hop',
  pattern: `${leaves.get(nextHop)!.pattern}|^routerInterface/[A-Za-z0-9][A-Za-z0-9_-]{0,62}$`,
})

export const routeNextHop = z
  .union([one, z.array(z.union([z.string(), z.record(z.string(), z.number())]))])
  .transform((value, context): z.output<typeof nextHop> => {
    const refuse = (code: ProblemCode, message: string, hint: string) => {
      context.addIssue({ code: 'custom', message, params: { code, hint } })
      return z.NEVER
    }
    if (typeof value === 'string') {
      const name = interfaceIn(value)
      if (name !== undefined)
        return { kind: 'routerInterface', name, hops: [{ name, weight: DEFAULT_WEIGHT }] }
      const read = nextHop.safeParse(value)
      if (read.success) return read.data
      for (const { message, ...issue } of read.error.issues)
        context.addIssue({ code: 'custom', message, ...('params' in issue && { params: issue.params }) })
      return z.NEVER
    }
    if (value.length < 2 || value.length > 4)
      return refuse(
        'InvalidNexthopListSize', // facts/vpc 2.4
        `the list has ${value.length} next ${value.length === 1 ? 'hop' : 'hops'}, and must have 2 to 4`,
        value.length === 1 ? 'write the one next hop without a list' : LIST_HINT,
      )
    const hops: WeightedHop[] = []
    for (const item of value) {
      const [text, weight] = pairIn(item)
      const name = text === undefined ? undefined : interfaceIn(text)
      if (name === undefined)
        return refuse(
          'InvalidNextHopType', // facts/vpc R2.17
          `${text === undefined ? 'an entry of the list' : quote(text)} is no router interface, and only these stand in a list`,
          LIST_HINT,
        )
      if (!Number.isInteger(weight) || weight < 1 || weight > MOST_WEIGHT)
        return refuse(
          'VALUE_OUT_OF_RANGE',
          `a weight is a whole number from 1 to ${MOST_WEIGHT}, not ${weight}`,
          LIST_HINT,
        )
      hops.push({ name, weight })
    }
    return { kind: 'routerInterface', name: hops[0]!.name, hops }
  })
leaves.add(routeNextHop, leaf)
leaves.add(routeNextHop.in, leaf)

function interfaceIn(text: string): string | undefined {
  const [, name] = /^routerInterface\/(.*)$/s.exec(text) ?? []
  return name !== undefined && isName(name) ? name : undefined
}

function pairIn(item: string | Readonly<Record<string, number>>): [text: string | undefined, weight: number] {
  if (typeof item === 'string') return [item, DEFAULT_WEIGHT]
  const pairs = Object.entries(item)
  return pairs.length === 1 ? pairs[0]! : [undefined, DEFAULT_WEIGHT]
}
