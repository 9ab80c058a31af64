/** Keys that not every type of load balancer has, and what each of them needs: facts/load-balancing 1.1, 1.2, 2.1 to 2.3, 2a.1, 2a.2. */
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type { ReadListener } from './schema/listener.ts'
import type { ReadBalancer } from './schema/load-balancer.ts'
import { missingKey } from './schema-reports.ts'
import { listing } from './suggestion.ts'

type BalancerType = ReadBalancer['type']

/** By key, the types that have it; the others every type has. */
const KEYS_OF_TYPES = {
  edition: ['alb'],
  addresses: ['alb', 'nlb'],
  localAddresses: ['alb', 'nlb'],
  publicAddresses: ['alb', 'nlb'],
  securityGroups: ['alb', 'nlb'],
  crossZone: ['nlb'],
  address: ['clb'],
  publicAddress: ['clb'],
  highPerformance: ['clb'],
} as const satisfies { readonly [Key in keyof ReadBalancer]?: readonly BalancerType[] }

const PROTOCOLS: Readonly<Record<BalancerType, readonly string[]>> = {
  alb: ['http', 'https', 'quic'],
  clb: ['http', 'https', 'tcp', 'udp'],
  nlb: ['tcp', 'udp', 'tcpssl'],
}

/** Keys of a listener by the kinds that have them; the others every listener has. */
const HTTP = ['requestTimeout', 'forwardedFor', 'addHeaders'] as const
/** Of layer 7, and of NLB at layer 4. */
const HTTP_OR_NLB = ['certificates', 'idleTimeout'] as const
const CLB = ['scheduler', 'healthCheck'] as const
const CLB_STREAM = ['persistence', 'establishedTimeout', 'drain'] as const

/** Reports keys of other types, and what this one lacks. */
export function checkBalancerKeys(name: string, read: ReadBalancer, path: Path, context: BuildContext): void {
  const { type, network } = read
  for (const [key, types] of Object.entries(KEYS_OF_TYPES))
    if (read[key as keyof ReadBalancer] !== undefined && !types.some((one) => one === type))
      context.report({
        code: 'KEYS_EXCLUSIVE',
        message: `${key} belongs to load balancers of type ${types.join(' or ')}, and ${name} is of type ${type}`,
        hint: (type === 'clb' ? HINTS_OF_CLB : HINTS_OF_ZONED)[key] ?? `leave ${key} out`,
        path: [...path, key],
      })
  const isPublic = network === 'internet'
  if (type !== 'clb') {
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

const HINTS_OF_CLB: Readonly<Record<string, string>> = {
  addresses: 'a CLB has one address: address',
  publicAddresses: 'a CLB has one public address: publicAddress',
}

const HINTS_OF_ZONED: Readonly<Record<string, string>> = {
  address: 'an ALB has one for each zone, as an NLB has: addresses',
  publicAddress: 'an ALB has one for each zone, as an NLB has: publicAddresses',
  crossZone: 'ALB has that switch at the server group',
}

/** False where the protocol is none of its balancer, so that nothing can be said of its keys. */
export function checkListenerKeys(
  read: ReadListener,
  type: BalancerType,
  path: Path,
  context: BuildContext,
): boolean {
  const { protocol } = read
  const product = type.toUpperCase()
  if (!PROTOCOLS[type].includes(protocol)) {
    const cure = protocolHint(type, protocol)
    context.report({
      code: 'LISTENER_PROTOCOL',
      message: `${product} has no listeners of protocol ${protocol}`,
      hint: `${product} has ${listing(PROTOCOLS[type])}${cure}`,
      path: [...path, 'protocol'],
    })
    return false
  }
  const isStream = protocol === 'tcp' || protocol === 'udp' || protocol === 'tcpssl'
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
  if (type !== 'clb')
    refuse([...CLB, 'sticky'], 'listeners of CLB', `${product} keeps it at the server group`)
  if (type === 'nlb')
    refuse(['access'], 'listeners of ALB and CLB', 'NLB has security groups: securityGroups')
  else refuse(['lastPort'], 'listeners of NLB', 'make a listener for each port')
  if (type !== 'alb') refuse(['trustedProxies'], 'listeners of ALB', 'leave it out')
  if (type !== 'clb' || isStream)
    refuse(['forwardPort'], 'HTTP listeners of CLB', 'of ALB a rule redirects: do: { redirect: https }')
  if (type !== 'clb' || !isStream)
    refuse(CLB_STREAM, 'TCP listeners of CLB', type === 'nlb' ? NLB_HINT : 'leave it out')
  if (isStream) refuse([...HTTP, 'sticky'], 'listeners of layer 7', 'leave it out, or change protocol')
  if (type === 'alb' && (read.idleTimeout ?? 0) > ALB_IDLE_MOST_US)
    context.report({
      code: 'VALUE_OUT_OF_RANGE',
      message: 'idleTimeout of an ALB listener is 0s to 600s',
      path: [...path, 'idleTimeout'],
    })
  if (isStream && type === 'clb')
    refuse(HTTP_OR_NLB, 'listeners of layer 7', 'leave it out, or change protocol')
  checkRules(read, type, isStream, path, context)
  return true
}

const ALB_IDLE_MOST_US = 600_000_000

const NLB_HINT = 'NLB has idleTimeout at the listener, and drain at the server group'

function protocolHint(type: BalancerType, protocol: string): string {
  if (protocol === 'tcpssl') return '; TLS of layer 4 is done by a load balancer of type: nlb'
  if (type === 'alb') return '; layer 4 is done by a load balancer of type: clb or nlb'
  return type === 'nlb' ? '; layer 7 is done by a load balancer of type: alb or clb' : ''
}

function checkRules(
  { rules }: ReadListener,
  type: BalancerType,
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
