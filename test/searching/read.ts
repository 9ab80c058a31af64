/** Scenarios of the repository, and small ones, read. */
import { readFileSync } from 'node:fs'
import { engine } from '../../src/cli/engine.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

export const reasonOf = (code: string) => engine.reasonOf(code)

export function scenarioOf(text: string, file = 'shop.yaml'): Scenario {
  const read = readScenario(text, { file })
  if (!read.ok) throw new Error(read.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return read.scenario
}

export function sourceOf(name: string): string {
  return readFileSync(`scenarios/${name}.yaml`, 'utf8')
}

interface ShopDraft {
  readonly instances?: number
  readonly pool?: number
  readonly deploy?: string
  readonly more?: string
}

/** One application with as many EIPs as `pool` says; `more` is put behind, with `expect`. */
export function aShop({
  instances = 3,
  pool = instances + 1,
  deploy = '',
  more = '',
}: ShopDraft = {}): string {
  return `simulate: 1
name: A shop
duration: 40m
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
securityGroups:
  web: { vpc: shop }
eipPools:
  shop: { addresses: [ 203.0.113.10-203.0.113.${9 + pool} ] }
apps:
  shop:
    vswitches: [ shop-h, shop-i ]
    securityGroup: web
    instances: ${instances}
    port: 8080
    eips: shop
    lifecycle: { start: 15s..30s, eipBind: 1s..5s }
    deploy: { ${deploy} }
timeline:
  - { at: 1m, deploy: shop, version: v2 }
${more}`
}
