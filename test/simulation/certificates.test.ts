/** Certificates come to their end while a run goes on (facts/load-balancing 1.2). */
import { describe, expect, it } from 'vitest'
import { describeEvent } from '../../src/report/event-words.ts'
import { momentAt } from '../../src/simulation/simulate.ts'
import { app, flow, NETWORK, play } from '../conformance/play.ts'

const file = (expires: string, timeline = '', duration = '60m') => `${NETWORK.replace('60m', duration)}apps:
${app('shop', 'instances: 1')}
serverGroups:
  web: { servers: [ app/shop ], healthCheck: none }
certificates:
  shop: { domains: [ www.shop.example ], expires: ${expires} }
  idle: { domains: [ idle.example ], expires: 1m }
loadBalancers:
  front:
    type: alb
    network: internet
    vswitches: [ net-h, net-i ]
    publicAddresses: [ 203.0.113.10, 203.0.113.11 ]
    listeners: { https: { port: 443, protocol: https, default: web, certificates: shop } }
dns:
  www.shop.example: { cname: front.alb.example }
flows:
  byName: { from: client, to: www.shop.example, port: 443 }
  byBalancer: { from: client, to: loadBalancer/front, port: 443, host: www.shop.example }
${timeline === '' ? '' : `timeline:\n${timeline}`}`

function courseOf(text: string, name = 'byName'): string[] {
  return flow(play(text).summary, name).intervals.map(
    ({ fromUs, status, code }) => `${fromUs / 60_000_000}m ${code ?? status}`,
  )
}
const eventsOf = (text: string) => play(text).trace.events.filter(({ kind }) => kind === 'certificate')

describe('the end of a certificate', () => {
  it('1.2: stops clients at its instant, whoever they call by', () => {
    expect(courseOf(file('10m'))).toEqual(['0m REACHABLE', '10m CERT_EXPIRED'])
    expect(courseOf(file('10m'), 'byBalancer')).toEqual(['0m REACHABLE', '10m CERT_EXPIRED'])
  })

  it('should be the cause of what becomes of the flows', () => {
    const { trace } = play(file('10m'))
    const blocked = trace.events.find((event) => event.kind === 'flow' && event.code === 'CERT_EXPIRED')!
    expect(trace.events[blocked.cause!]).toMatchObject({
      kind: 'certificate',
      state: 'ended',
      atUs: 600_000_000,
    })
  })

  it('should be there from the start where it has ended before', () => {
    expect(courseOf(file('expired'))).toEqual(['0m CERT_EXPIRED'])
    expect(eventsOf(file('expired'))).toEqual([])
  })

  it('should speak of no certificate that no listener shows', () => {
    expect(eventsOf(file('10m')).map(describeEvent)).toEqual(['certificate shop has ended'])
  })

  it('seed 002: should be announced when fewer than 15 days are left', () => {
    const text = file('366h', '', '8h')
    expect(
      eventsOf(text).map((event) => [Math.round(event.atUs / 3_600_000_000), describeEvent(event)]),
    ).toEqual([[6, 'certificate shop ends within 15 days']])
  })

  it('should not come when the certificate is renewed in time', () => {
    const renewed = file('10m', '  - { at: 9m, set: certificates.shop.expires, to: 90d }\n')
    expect(courseOf(renewed)).toEqual(['0m REACHABLE'])
    expect(eventsOf(renewed)).toEqual([])
  })

  it('should be over when the certificate is renewed late, and come when it is cut short', () => {
    const late = file('10m', '  - { at: 12m, set: certificates.shop.expires, to: 90d }\n')
    expect(courseOf(late)).toEqual(['0m REACHABLE', '10m CERT_EXPIRED', '12m REACHABLE'])
    const short = file('90d', '  - { at: 5m, set: certificates.shop.expires, to: 10m }\n')
    expect(courseOf(short)).toEqual(['0m REACHABLE', '10m CERT_EXPIRED'])
    const { events } = play(short).trace
    const [ended] = events.filter(({ kind }) => kind === 'certificate')
    expect(events[ended!.cause!]).toMatchObject({ kind: 'configured', path: 'certificates.shop.expires' })
  })

  it('should be seen by a question about an instant', () => {
    const { scenario } = play(file('10m'))
    const stateAt = (minutes: number) => [
      ...momentAt(scenario, minutes * 60_000_000).live.certificates.values(),
    ]
    expect([stateAt(9), stateAt(10)]).toEqual([['ending'], ['ended']])
  })

  it('should leave connections alone that stand', () => {
    const text = file('10m').replace(
      'port: 443, host: www.shop.example }',
      'port: 443, host: www.shop.example, connections: { perInstance: 5, packetEvery: 10s } }',
    )
    const changes = play(text).trace.events.filter((event) => event.kind === 'connections')
    expect(changes.map(({ change, count }) => `${count} ${change}`)).toEqual(['5 opened'])
  })
})
