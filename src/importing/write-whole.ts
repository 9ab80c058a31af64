/**
 * Ingresses as a scenario file that can be asked at once: a VPC, two zones, and an application in the place of each service
 * stand around what the controller makes. What matters is the routing; the rest is there to be replaced.
 */
import { stringify } from 'yaml'
import type { Words } from './rule-words.ts'
import type { TranslatedIngresses } from './translate-ingresses.ts'
import { nameOf, writeBalancers } from './write-balancers.ts'

const VSWITCHES = ['stand-in-h', 'stand-in-i']

/** YAML text; `simulate route` and every other command read it. */
export function writeWhole(translated: TranslatedIngresses, name: string): string {
  const apps = new Map<string, Words>()
  for (const { service, port, targetPort } of translated.groups)
    if (!apps.has(nameOf(service)))
      apps.set(nameOf(service), {
        vswitches: VSWITCHES,
        securityGroup: 'stand-in',
        instances: 2,
        port: targetPort ?? port,
        lifecycle: { start: '10s' },
      })
  const around: Words = {
    simulate: 1,
    name,
    vpcs: {
      'stand-in': {
        cidr: '10.0.0.0/8',
        vswitches: {
          'stand-in-h': { zone: 'cn-hangzhou-h', cidr: '10.0.0.0/16' },
          'stand-in-i': { zone: 'cn-hangzhou-i', cidr: '10.1.0.0/16' },
        },
      },
    },
    securityGroups: { 'stand-in': { vpc: 'stand-in', ingress: [{ accept: 'all', from: '10.0.0.0/8' }] } },
    apps: Object.fromEntries(apps),
  }
  const balancers = writeBalancers(translated, {
    vswitches: VSWITCHES,
    publicAddressesOf: (balancer) => [1, 2].map((zone) => `203.0.113.${2 * balancer + zone}`),
  })
  return `${stringify(around, { lineWidth: 110, aliasDuplicateObjects: false })}${balancers}`
}
