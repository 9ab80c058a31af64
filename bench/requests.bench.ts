/**
 * Requests as traffic: an ALB in front of an application, from the arrival of a request to its end, and what it is beside: the
 * same events with nothing in them. One operation is one request.
 */

import { Kernel } from '../src/kernel/kernel.ts'
import { readScenario } from '../src/scenario/read-scenario.ts'
import type { Scenario } from '../src/scenario/scenario.ts'
import { simulate } from '../src/simulation/simulate.ts'
import { type Bench, type Competitor, race, type Size, timed } from './harness.ts'

const RATE = 5_000

const bench: Bench = {
  name: 'requests',
  regime: `one ALB with a rule and a default group, 10 instances of 100 at a time, ${RATE}/s constant, 50 ms each; bare: two events of the kernel for each`,
  async *run(size: Size) {
    const seconds = size === 'tiny' ? 1 : 120
    yield await race({
      title: 'a request',
      unit: 'request',
      baseline: 'bare events',
      repetitions: size === 'tiny' ? 1 : 5,
      competitors: [
        simulated('one client', seconds, ''),
        simulated(
          '256 clients, cookies',
          seconds,
          ', sources: 203.0.113.0/24, cookies: true',
          'sticky: { insert: 1000s }, ',
        ),
        bare(seconds),
      ],
    })
  },
}

export default bench

function simulated(name: string, seconds: number, more: string, ofGroup = ''): Competitor {
  const read = readScenario(textOf(seconds, more, ofGroup), { file: name })
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  const { scenario } = read
  return {
    name,
    run() {
      let count = 0
      const nanoseconds = timed(() => {
        count = requestsOf(scenario)
      })
      return { nanoseconds, operations: count, checksum: String(count) }
    },
  }
}

function requestsOf(scenario: Scenario): number {
  const [record] = simulate(scenario).requests ?? []
  return record?.windows.reduce((sum, { requests }) => sum + requests, 0) ?? 0
}

function bare(seconds: number): Competitor {
  return {
    name: 'bare events',
    run() {
      const kernel = new Kernel()
      let count = 0
      const end = () => {}
      const arrive = () => {
        count++
        kernel.schedule(50_000, end)
        if (count < RATE * seconds) kernel.schedule(1_000_000 / RATE, arrive)
      }
      const nanoseconds = timed(() => {
        kernel.at(0, arrive)
        kernel.run(seconds * 1_000_000)
      })
      return { nanoseconds, operations: count, checksum: String(count) }
    },
  }
}

function textOf(seconds: number, more: string, ofGroup: string): string {
  return `
simulate: 1
duration: ${seconds}s
vpcs:
  shop:
    cidr: 172.16.0.0/16
    vswitches:
      shop-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      shop-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
securityGroups:
  web: { vpc: shop, ingress: [ { accept: tcp 8080, from: 0.0.0.0/0 } ] }
apps:
  shop: { vswitches: [ shop-h, shop-i ], securityGroup: web, instances: 10, port: 8080, concurrency: 100 }
serverGroups:
  web: { ${ofGroup}servers: [ app/shop ] }
loadBalancers:
  front:
    type: alb
    network: internet
    vswitches: [ shop-h, shop-i ]
    publicAddresses: [ 198.51.100.10, 198.51.100.11 ]
    listeners:
      http:
        port: 80
        protocol: http
        default: web
        rules: { api: { priority: 1, when: [ { path: '/api/*' } ], do: [ { forward: web } ] } }
internet:
  shoppers: { address: 203.0.113.7 }
flows:
  buy:
    from: shoppers
    to: loadBalancer/front
    path: /api/orders
    requests: { rate: ${RATE}/s, arrivals: constant, serviceTime: 50ms${more} }
`
}
