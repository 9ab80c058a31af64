/** Connections that a balancer or a service name has led to a server: facts/load-balancing 1.8, 2.2, section 5. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inTurn } from '../../src/datapath/server-shares.ts'
import { app, NETWORK, type Play, play } from '../conformance/play.ts'

const SLOW = 'lifecycle: { preStop: 2m, stop: 10s, grace: 5m }'
const stop = '  - { at: 1m, scale: shop, instances: 1 }\n'

interface Parts {
  readonly group?: string
  readonly listener?: string
  readonly shop?: string
  readonly timeline?: string
  readonly connections?: string
}

/** Two instances behind it, one of which goes after a minute; a packet every 10 s. */
const parts = ({
  group = '',
  listener = '',
  shop = SLOW,
  timeline = stop,
  connections = 'perInstance: 40, packetEvery: 10s',
}: Parts) => ({
  head: `${NETWORK}apps:\n${app('shop', `instances: 2, ${shop}`)}${app('cart', 'instances: 1')}`,
  tail: `timeline:\n${timeline}`,
  group,
  listener,
  connections,
})

function onAlb(given: Parts): Play {
  const { head, tail, group, connections } = parts(given)
  return play(`${head}serverGroups: { web: { servers: [ app/shop ]${group} } }
loadBalancers:
  front: { network: internet, vswitches: [ net-h, net-i ], publicAddresses: [ 203.0.113.10, 203.0.113.11 ], listeners: { web: { port: 80, default: web } } }
flows: { buy: { from: client, to: loadBalancer/front, connections: { ${connections} } } }
${tail}`)
}

function onClb(given: Parts): Play {
  const { head, tail, listener, connections } = parts(given)
  return play(`${head}serverGroups: { web: { product: clb, servers: [ app/shop ] } }
loadBalancers:
  front: { type: clb, vpc: net, network: internet, publicAddress: 203.0.113.10, listeners: { web: { port: 80, protocol: tcp, default: web${listener} } } }
flows: { buy: { from: client, to: loadBalancer/front, connections: { ${connections} } } }
${tail}`)
}

function onService(given: Parts): Play {
  const { head, tail, connections } = parts(given)
  return play(`${head}services: { shop: { app: shop, ports: [ { port: 80, targetPort: 8080 } ] } }
flows: { buy: { from: app/cart, to: service/shop, port: 80, connections: { ${connections} } } }
${tail}`)
}

/** `['60 lost CONNECTION_END_GONE']`: what becomes of connections after they were opened, and of how many. */
function story({ trace }: Play): string[] {
  return trace.events.flatMap((event) =>
    event.kind === 'connections' && event.flow === 'buy' && event.change !== 'opened'
      ? [`${event.atUs / 1e6} ${event.change} ${event.code ?? ''}`.trim()]
      : [],
  )
}
const openOf = ({ trace }: Play) =>
  trace.events.findLast((event) => event.kind === 'connections' && event.flow === 'buy')

describe('connections through a balancer', () => {
  it('1.8 connection drain: are cut when it is over, those of the server that was removed alone', () => {
    const played = onAlb({ group: ', drain: 30s' })
    // 5 s until the controller removes it, and 30 s of drain.
    expect(story(played)).toEqual(['95 lost DRAIN_CUT'])
    const last = openOf(played)
    expect(last).toMatchObject({ change: 'lost' })
    expect(played.summary.connections![0]).toMatchObject({ opened: 40, lost: 20, atEnd: 20 })
    const cause = played.trace.events[last!.cause!]
    expect(cause).toMatchObject({ kind: 'backend', server: 'shop-1', cuts: true })
  })

  it('2.2 connection drain: of layer 4 of CLB as well', () => {
    expect(story(onClb({ listener: ', drain: 40s' }))).toEqual(['105 lost DRAIN_CUT'])
  })

  it('1.8, 2.2 drain off: stay until the process at their end has ended, although it gets no new ones', () => {
    // It is told to stop after 2 m of preStop, and answers nobody from then on.
    for (const played of [onAlb({}), onClb({})])
      expect(story(played)).toEqual(['180 lost CONNECTION_END_GONE'])
  })

  it('1.8: are cut at once by a drain of 0 s', () => {
    expect(story(onAlb({ group: ', drain: 0s' }))).toEqual(['65 lost DRAIN_CUT'])
  })

  it('1.8: end with the process where that comes before the end of the drain', () => {
    const quick = { shop: 'lifecycle: { preStop: 30s, stop: 3s }' }
    expect(story(onAlb({ ...quick, group: ', drain: 5m' }))).toEqual(['90 lost CONNECTION_END_GONE'])
  })

  it('section 5, sticky to flow: a connection keeps its endpoint while that serves, ready or not', () => {
    expect(story(onService({}))).toEqual(['180 lost CONNECTION_END_GONE'])
  })

  it('2.2: go on with whom they have when a new server comes', () => {
    expect(story(onClb({ timeline: '  - { at: 1m, scale: shop, instances: 3 }\n' }))).toEqual([])
  })

  it('4.5: are lost with an instance whose container crashes, before their next packet', () => {
    const crash = '  - { at: 63s, crash: shop, count: 1, mode: container }\n'
    expect(story(onAlb({ timeline: crash }))).toEqual(['63 lost CONNECTION_END_GONE'])
  })

  it('section 6: are given to the servers in turn by weight, each caller by itself', () => {
    const weights = [100, 50, 50]
    expect(inTurn(weights, 0, 8)).toEqual([4, 2, 2])
    expect(inTurn(weights, 0, 3)).toEqual([2, 1, 0])
    expect(inTurn(weights, 3, 2)).toEqual([1, 0, 1])
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
        fc.nat(60),
        fc.nat(60),
        (weights, from, count) => {
          const cycle = weights.flatMap((weight, at) =>
            Array.from({ length: weight / gcd(weights) }, () => at),
          )
          const counts = weights.map(() => 0)
          for (let n = from; n < from + count; n++) counts[cycle[n % cycle.length]!]!++
          expect(inTurn(weights, from, count)).toEqual(counts)
        },
      ),
    )
  })

  it('2.2 persistence: all come to one server where it lets a client come back', () => {
    const played = onClb({
      listener: ', persistence: 10m',
      timeline: '  - { at: 1m, scale: shop, instances: 3 }\n',
    })
    const opened = played.trace.events.filter((event) => event.kind === 'connections')
    expect(opened).toMatchObject([{ change: 'opened', count: 40 }])
  })
})

const gcd = (all: readonly number[]): number =>
  Math.max(
    ...Array.from({ length: 12 }, (_, at) => at + 1).filter((by) => all.every((one) => one % by === 0)),
  )
