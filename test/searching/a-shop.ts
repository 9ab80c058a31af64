/** Scenario texts of one shape for tests of sizes, and a study of each. */
import { readScenario } from '../../src/scenario/read-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { type Study, studyOf } from '../../src/searching/study.ts'

const NETWORK = `
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
securityGroups:
  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: 172.16.0.0/16 } ] }
`

/** An application \`shop\` with what is given, and sections behind it. */
export function aShop(app: string, more: string, duration = '10m'): string {
  return `simulate: 1
name: a shop
duration: ${duration}
seed: 1
region: cn-hangzhou
assume: { registration: 5s }
${NETWORK}
apps:
  shop:
    vswitches: [ shop-h, shop-i ]
    securityGroup: web
    port: 8080
${app.trim().replaceAll(/^/gm, '    ')}
${more.trim()}
`
}

/** Behind an ALB, with requests to it. */
export const BALANCED = `
serverGroups:
  web: { servers: [ app/shop ] }
loadBalancers:
  front:
    type: alb
    edition: standard
    network: internet
    vswitches: [ shop-h, shop-i ]
    publicAddresses: [ 198.51.100.10, 198.51.100.11 ]
    listeners: { http: { port: 80, protocol: http, default: web } }
internet: { shoppers: { address: 192.0.2.7 } }
flows:
  buy: { from: shoppers, to: loadBalancer/front, port: 80, requests: { rate: 20/s, serviceTime: 100ms..400ms } }
`

export function scenarioOf(text: string): Scenario {
  const read = readScenario(text, { file: 'shop.yaml' })
  if (!read.ok) throw new Error(read.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return read.scenario
}

export function aStudy(text: string, seeds: readonly number[] = [1, 2]): Study {
  return studyOf(text, scenarioOf(text), seeds)
}
