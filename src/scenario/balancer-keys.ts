/** Keys that only ALB or only CLB has, and what each of them needs: facts/load-balancing 1.1, 1.2, 2.1 to 2.3. */
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type { ReadListener } from './schema/listener.ts'
import type { ReadBalancer } from './schema/load-balancer.ts'
import { missingKey } from './schema-reports.ts'
import { listing } from './suggestion.ts'

const BALANCER_KEYS = {
  alb: ['edition', 'addresses', 'localAddresses', 'publicAddresses', 'securityGroups'],
  clb: ['address', 'publicAddress', 'highPerformance'],
} as const

const PROTOCOLS: Readonly<Record<'alb' | 'clb', readonly string[]>> = {
  alb: ['http', 'https', 'quic'],
  clb: ['http', 'https', 'tcp', 'udp'],
}

/** Keys of a listener by the kinds that have them; the others every listener has. */
const HTTP = ['certificates', 'idleTimeout', 'requestTimeout', 'forwardedFor', 'addHeaders'] as const
const CLB = ['scheduler', 'healthCheck'] as const
const CLB_STREAM = ['persistence', 'establishedTimeout', 'drain'] as const

const OTHER = { alb: 'clb', clb: 'alb' } as const

/** Reports keys of the other type, and what this one lacks. */
export function checkBalancerKeys(name: string, read: ReadBalancer, path: Path, context: BuildContext): void {
  const { type, network } = read
  for (const key of BALANCER_KEYS[OTHER[type]])
    if (read[key] !== undefined)
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: `${key} belongs to load balancers of type ${OTHER[type]}, and ${name} is of type ${type}`,
        hint: HINTS[key] ?? `leave ${key} out`,
        path: [...path, key],
      })
  const isPublic = network === 'internet'
  if (type === 'alb') {
    if (read.vswitches === undefined) context.report(missingKey('vswitches', path, 'one for each zone'))
    if (isPublic && read.publicAddresses === undefined)
      context.report(missingKey('publicAddresses', path, 'an EIP for each vSwitch'))
    if (!isPublic && read.publicAddresses !== undefined)
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: `load balancer ${name} is of the intranet, and has no public addresses`,
        hint: 'write network: internet, or leave publicAddresses out',
        path: [...path, 'publicAddresses'],
      })
    return
  }
  if (isPublic && read.publicAddress === undefined)
    context.report(missingKey('publicAddress', path, 'its public address'))
  if (!isPublic && read.vswitches === undefined)
    context.report(missingKey('vswitches', path, 'the vSwitch of its address'))
  if (isPublic)
    for (const key of ['vswitches', 'address'] as const)
      if (read[key] !== undefined)
        context.report({
          code: 'KEYS_EXCLUSIVE',
          message: `load balancer ${name} is a CLB of the Internet, and has no address in a vSwitch`,
          hint: `leave ${key} out, or write network: intranet`,
          path: [...path, key],
        })
}

const HINTS: Readonly<Record<string, string>> = {
  addresses: 'a CLB has one address: address',
  publicAddresses: 'a CLB has one public address: publicAddress',
  address: 'an ALB has one for each zone: addresses',
  publicAddress: 'an ALB has one for each zone: publicAddresses',
}

/** False where the protocol is none of its balancer, so that nothing can be said of its keys. */
export function checkListenerKeys(
  read: ReadListener,
  type: 'alb' | 'clb',
  path: Path,
  context: BuildContext,
): boolean {
  const { protocol } = read
  const product = type.toUpperCase()
  if (!PROTOCOLS[type].includes(protocol)) {
    context.report({
      code: 'LISTENER_PROTOCOL',
      message: `${product} has no listeners of protocol ${protocol}`,
      hint: `${product} has ${listing(PROTOCOLS[type])}${protocol === 'tcp' || protocol === 'udp' ? '; layer 4 is done by a load balancer of type: clb' : ''}`,
      path: [...path, 'protocol'],
    })
    return false
  }
  const isStream = protocol === 'tcp' || protocol === 'udp'
  const refuse = (keys: readonly (keyof ReadListener)[], whose: string, hint: string) => {
    for (const key of keys)
      if (read[key] !== undefined)
        context.report({
          code: 'KEYS_EXCLUSIVE',
          message: `${key} belongs to ${whose}, and this listener is of ${product}, ${protocol}`,
          hint,
          path: [...path, key],
        })
  }
  if (type === 'alb') refuse([...CLB, 'sticky'], 'listeners of CLB', 'ALB keeps it at the server group')
  if (type === 'alb' || isStream)
    refuse(['forwardPort'], 'HTTP listeners of CLB', 'of ALB a rule redirects: do: { redirect: https }')
  if (type === 'alb' || !isStream) refuse(CLB_STREAM, 'TCP listeners of CLB', 'leave it out')
  if (isStream) refuse([...HTTP, 'sticky'], 'listeners of layer 7', 'leave it out, or change protocol')
  checkRules(read, type, isStream, path, context)
  return true
}

function checkRules(
  { rules }: ReadListener,
  type: 'alb' | 'clb',
  isStream: boolean,
  path: Path,
  context: BuildContext,
): void {
  for (const [name, rule] of Object.entries(rules)) {
    const at = [...path, 'rules', name]
    if (isStream)
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: 'a listener of layer 4 has no forwarding rules: it sees connections, not requests',
        hint: 'leave rules out, or write protocol: http',
        path: at,
        at: 'key',
      })
    else if ((type === 'alb') !== 'do' in rule)
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: `rule ${name} is one of ${type === 'alb' ? 'CLB' : 'ALB'}, and its load balancer is of ${type.toUpperCase()}`,
        hint:
          type === 'alb'
            ? "a rule of ALB is { priority: 10, when: { path: '/api/*' }, do: { forward: web } }"
            : 'a rule of CLB is { domain: shop.example, url: /api, group: web }',
        path: at,
        at: 'key',
      })
  }
}
