/** Which keys of a server group belong to which product: facts/load-balancing 1.8, 2.2 and 2a.3. */
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type { ReadGroup } from './build-server-group.ts'

type Product = ReadGroup['product']

/** By key, the products that have it; the others every product has. CLB keeps most at the listener. */
const KEYS_OF_PRODUCTS = {
  protocol: ['alb', 'nlb'],
  scheduler: ['alb', 'nlb'],
  sticky: ['alb'],
  crossZone: ['alb'],
  slowStart: ['alb'],
  drain: ['alb', 'nlb'],
  keepAlive: ['alb'],
  healthCheck: ['alb', 'nlb'],
  preserveClientIp: ['nlb'],
  anyPort: ['nlb'],
  masterSlave: ['clb'],
} as const satisfies { readonly [Key in keyof ReadGroup]?: readonly Product[] }

const HINTS: Readonly<Record<Product, Readonly<Record<string, string>>>> = {
  alb: { masterSlave: 'add product: clb, or leave masterSlave out' },
  clb: Object.fromEntries(
    ['scheduler', 'sticky', 'healthCheck', 'drain'].map((key) => [
      key,
      `CLB keeps ${key} at the listener: write it there`,
    ]),
  ),
  nlb: { crossZone: 'NLB has that switch itself: loadBalancers.NAME.crossZone' },
}

const VALUES: Readonly<Record<'alb' | 'nlb', { readonly [key: string]: readonly string[] }>> = {
  alb: { protocol: ['http', 'https', 'grpc'], scheduler: ['wrr', 'wlc', 'sch'] },
  nlb: { protocol: ['tcp', 'udp', 'tcp_udp'], scheduler: ['wrr', 'wlc', 'rr', 'sch', 'tch', 'qch'] },
}

export function checkGroupKeys(name: string, read: ReadGroup, path: Path, context: BuildContext): void {
  const { product } = read
  for (const [key, products] of Object.entries(KEYS_OF_PRODUCTS))
    if (read[key as keyof ReadGroup] !== undefined && !products.some((one) => one === product))
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: `${key} belongs to groups of ${products.map((one) => one.toUpperCase()).join(' and ')}, and ${name} is of ${product.toUpperCase()}`,
        hint: HINTS[product][key] ?? `leave ${key} out`,
        path: [...path, key],
      })
  if (product !== 'clb') checkValues(name, read, product, path, context)
}

/** Of a protocol and a scheduler: those of the product. */
function checkValues(
  name: string,
  { protocol, scheduler }: ReadGroup,
  product: 'alb' | 'nlb',
  path: Path,
  context: BuildContext,
): void {
  const written = { protocol, scheduler: typeof scheduler === 'object' ? 'uch' : scheduler }
  for (const [key, value] of Object.entries(written)) {
    const allowed = VALUES[product][key]!
    if (value === undefined || allowed.includes(value) || (product === 'alb' && value === 'uch')) continue
    context.report({
      code: 'SERVER_GROUP_OPTIONS',
      message: `server group ${name} is of ${product.toUpperCase()}, which has no ${key} ${value}`,
      hint: `use ${allowed.join(', ')}`,
      path: [...path, key],
    })
  }
}
