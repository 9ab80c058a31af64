/** A world for the sentences of seed 002: one VPC with two zones, another one, callers in both and on the Internet, gateway `front`. */
import { flow, play } from './play.ts'

const WORLD = `
simulate: 1
name: a sentence of seed 002
vpcs:
  net:
    cidr: 172.16.0.0/16
    vswitches:
      net-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      net-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
  far:
    cidr: 10.0.0.0/16
    vswitches:
      far-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
      far-i: { zone: cn-hangzhou-i, cidr: 10.0.2.0/24 }
securityGroups:
  web: { vpc: net, ingress: [ { accept: tcp 8000, from: 172.16.0.0/16 } ] }
  out: { vpc: far, ingress: [ { accept: tcp 8000, from: 10.0.0.0/16 } ] }
internet:
  laptop:   { address: 198.51.100.7 }
  stranger: { address: 203.0.113.99 }
servers:
  pc-h: { vswitch: net-h, securityGroups: [ web ], address: 172.16.1.200 }
  pc-i: { vswitch: net-i, securityGroups: [ web ], address: 172.16.2.200 }
  far:  { vswitch: far-h, securityGroups: [ out ], address: 10.0.1.200 }
certificates:
  api: { domains: [ api.example.com ] }
flows:
  public:    { from: laptop, to: gateway/front, service: llm }
  strange:   { from: stranger, to: gateway/front, service: llm }
  private:   { from: server/pc-h, to: gateway/front, service: llm, via: internal }
  otherZone: { from: server/pc-i, to: gateway/front, service: llm, via: internal }
  otherVpc:  { from: server/far, to: gateway/front, service: llm, via: internal }
`

export interface World {
  /** Keys of gateway `front`, beside its type. */
  readonly front?: string
  /** The whole of it, where it is no managed one. */
  readonly gateway?: string
  /** Keys of service `llm`. */
  readonly llm?: string
  /** More flows, each a line. */
  readonly flows?: string
  readonly timeline?: readonly string[]
  readonly more?: string
  readonly duration?: string
}

/** The Internet side is open for the laptop, unless `front` says otherwise. */
export function world({
  front,
  gateway,
  llm = '',
  flows = '',
  timeline = [],
  more = '',
  duration = '20m',
}: World = {}): string {
  const keys = front ?? 'internet: { entry: on, whitelist: [ 198.51.100.7 ], publicAddress: 203.0.113.200 }'
  return `${WORLD}${flows}
duration: ${duration}
gateways:
  front: ${gateway ?? `{ type: managed, spec: 2c4g, nodes: 2, ${keys} }`}
apps:
  llm: { kind: eas, instances: 2, token: secret-1, gateway: front${llm === '' ? '' : `, ${llm}`} }
${more}
timeline:${timeline.length === 0 ? ' []' : timeline.map((entry) => `\n  - ${entry}`).join('')}
`
}

/** `0m GW_PUBLIC_ENTRY_OFF`, `3m REACHABLE`: when the flow changed, and to what. */
export function courseOf(text: string, name = 'public'): string[] {
  return flow(play(text).summary, name).intervals.map(
    ({ fromUs, status, code }) => `${fromUs / 60_000_000}m ${code ?? status}`,
  )
}
