/** Keys that only one type of gateway has, and what each of them needs: seed 002, facts/deployment B.1, B.2. */
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type { ReadGateway } from './schema/gateway.ts'
import { missingKey } from './schema-reports.ts'

type Type = ReadGateway['type']

const WORDS: Readonly<Record<Type, string>> = {
  shared: 'shared gateways',
  alb: 'ALB gateways',
  managed: 'fully managed gateways',
}

const KEYS = {
  shared: ['publicAddress', 'internalAddress'],
  alb: ['vpc'],
  managed: ['spec', 'nodes', 'vpcs', 'domains', 'logs', 'metrics', 'alerts'],
} as const satisfies Record<Type, readonly (keyof ReadGateway)[]>

const INTERNET_KEYS = {
  alb: ['vswitches', 'addresses', 'publicAddresses', 'certificates'],
  managed: ['entry', 'whitelist', 'publicAddress'],
} as const

const HINTS: Readonly<Record<string, string>> = {
  'alb vpcs': 'the private side of an ALB gateway is vpc: { vswitches: […] }',
  'managed vpc': 'VPCs are linked to a managed gateway by their names: vpcs: { shop: { vswitch: shop-h } }',
  'alb whitelist': 'whom an ALB admits is settled in its own console (seed 002)',
  'alb domains': 'custom domains of an ALB gateway are settled in the console of ALB (seed 002)',
  'alb alerts': 'an ALB gateway is watched in the console of ALB (seed 002)',
  'alb metrics': 'an ALB gateway is watched in the console of ALB (seed 002)',
  'alb logs': 'an ALB gateway is watched in the console of ALB (seed 002)',
  'alb entry': 'an ALB gateway is called from the Internet when its internet side has vswitches',
  'managed vswitches': 'the Internet side of a managed gateway is switched on: internet: { entry: on }',
  'managed publicAddress': 'its public address stands under internet',
  'alb publicAddress': 'an ALB has one for each vSwitch: internet.publicAddresses',
}

/** Reports keys of the other types, and what this one lacks. */
export function checkGatewayKeys(name: string, read: ReadGateway, path: Path, context: BuildContext): void {
  const { type, internet } = read
  const refuse = (key: string, owner: Type, at: Path) =>
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: `${key} belongs to ${WORDS[owner]}, and ${name} is of type ${type}`,
      hint: HINTS[`${type} ${key}`] ?? `leave ${key} out, or write type: ${owner}`,
      path: at,
    })
  for (const owner of ['shared', 'alb', 'managed'] as const)
    for (const key of KEYS[owner])
      if (owner !== type && read[key] !== undefined) refuse(key, owner, [...path, key])
  if (type === 'shared' && read.supportedZones !== undefined)
    refuse('supportedZones', 'managed', [...path, 'supportedZones'])
  if (internet !== undefined && type === 'shared')
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: `${name} is shared: everybody may call it, and its access policy is fixed`,
      hint: 'leave internet out, or take a dedicated gateway',
      path: [...path, 'internet'],
    })
  for (const owner of ['alb', 'managed'] as const)
    for (const key of INTERNET_KEYS[owner])
      if (type !== 'shared' && owner !== type && internet?.[key] !== undefined)
        refuse(key, owner, [...path, 'internet', key])
  if (type === 'managed')
    for (const [key, meaning] of [
      ['spec', 'the specification of a node, such as 2c4g'],
      ['nodes', 'the number of nodes; two or more have a service level agreement'],
    ] as const)
      if (read[key] === undefined) context.report(missingKey(key, path, meaning))
  if (type === 'alb')
    for (const side of ['internet', 'vpc'] as const)
      if (read[side] !== undefined && read[side].vswitches === undefined)
        context.report(missingKey('vswitches', [...path, side], 'one in each of at least two zones'))
}
