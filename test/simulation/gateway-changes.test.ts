/** What is ordered for a gateway takes its time, and until then what was before holds: seed 002, facts/deployment B.1, B.5. */
import { describe, expect, it } from 'vitest'
import { MINUTE_US, SECOND_US } from '../../src/cloud/duration-range.ts'
import type { Gateway, ManagedGateway } from '../../src/cloud/gateway.ts'
import type { Topology } from '../../src/cloud/topology.ts'
import type { Chooser } from '../../src/kernel/choice.ts'
import { type GatewayChange, GatewayChanges } from '../../src/simulation/gateway-changes.ts'
import { aTopology } from '../../src/testing/arbitraries/a-plan.ts'
import { aDomain, aLink, aManagedGateway, anAlbGateway, EVERYBODY, withGateway } from './a-gateway.ts'

/** With a service behind it. */
const served = (...gateways: Gateway[]): Topology =>
  withGateway(aTopology({ apps: [{ name: 'llm', eas: { gateway: 'front' } }] }), ...gateways)
const alone = (...gateways: Gateway[]): Topology => withGateway(aTopology(), ...gateways)

const shortest: Chooser = { choose: () => 0 }
const longest: Chooser = { choose: (_, count) => count - 1 }

const ordered = (changes: readonly GatewayChange[]) =>
  changes.map(({ part, dueUs }) => `${part} ${dueUs / SECOND_US}`)
const front = (changes: GatewayChanges) => changes.effective.get('front')!
const managed = (changes: GatewayChanges) => front(changes) as ManagedGateway

describe('another size of a fully managed gateway', () => {
  it.each([
    ['three', shortest, 180],
    ['five', longest, 300],
  ])('seed 002: "The change is effective after 3 to 5 minutes": %s', (_, chooser, seconds) => {
    const changes = new GatewayChanges(served(aManagedGateway()), chooser)
    const [resize] = changes.configure(served(aManagedGateway({ nodes: 4, spec: '4c8g' })), MINUTE_US)
    expect(ordered([resize!])).toEqual([`nodes ${60 + seconds}`])
    expect(managed(changes)).toMatchObject({ nodes: 2, spec: '2c4g', underWay: [{ part: 'nodes' }] })
    expect(changes.take(resize!)).toBe(true)
    expect(managed(changes)).toMatchObject({ nodes: 4, spec: '4c8g' })
    expect(managed(changes)).not.toHaveProperty('underWay')
  })

  it('comes through in the order in which it was ordered', () => {
    const draws = [120_000_000, 0]
    const changes = new GatewayChanges(served(aManagedGateway()), { choose: () => draws.shift()! })
    const [four] = changes.configure(served(aManagedGateway({ nodes: 4 })), 0)
    const [three] = changes.configure(served(aManagedGateway({ nodes: 3 })), MINUTE_US)
    expect(ordered([four!, three!])).toEqual(['nodes 300', 'nodes 300'])
    changes.take(four!)
    expect(managed(changes).nodes).toBe(4)
    changes.take(three!)
    expect(managed(changes).nodes).toBe(3)
  })

  it('is the same gateway for whoever changes something else', () => {
    const changes = new GatewayChanges(served(aManagedGateway()), shortest)
    const again = served(aManagedGateway({ logs: true }))
    expect(changes.configure(again, 0)).toEqual([])
    expect(changes.effective).toBe(again.gateways)
  })
})

describe('a custom domain', () => {
  const domains = [aDomain('api.example.com')]

  it('seed 002: "wait a short time (at most 5 minutes)" where services are deployed already', () => {
    const changes = new GatewayChanges(served(aManagedGateway()), longest)
    const [domain] = changes.configure(served(aManagedGateway({ domains })), 0)
    expect(ordered([domain!])).toEqual(['domains.api.example.com 300'])
    expect(managed(changes).domains).toEqual([])
    changes.take(domain!)
    expect(managed(changes).domains).toEqual(domains)
  })

  it('seed 002: holds at once where none is', () => {
    const changes = new GatewayChanges(alone(aManagedGateway()), longest)
    expect(changes.configure(alone(aManagedGateway({ domains })), 0)).toEqual([])
    expect(managed(changes).domains).toEqual(domains)
  })

  it('is as it was until another certificate has come through, and gone at once', () => {
    const changes = new GatewayChanges(served(aManagedGateway({ domains })), longest)
    const renewed = [aDomain('api.example.com', { certificate: 'new' })]
    const [change] = changes.configure(served(aManagedGateway({ domains: renewed })), 0)
    expect(managed(changes).domains).toEqual(domains)
    expect(changes.configure(served(aManagedGateway()), SECOND_US)).toEqual([])
    expect(managed(changes).domains).toEqual([])
    expect(changes.take(change!)).toBe(false)
  })
})

describe('a linked VPC', () => {
  it('B.2: goes from Creating to Running in an assumed time, and is gone at once when it is removed (seed 002)', () => {
    const changes = new GatewayChanges(served(aManagedGateway()), shortest)
    const linked = served(aManagedGateway({ links: [aLink()] }))
    const [link] = changes.configure(linked, 0)
    expect(ordered([link!])).toEqual(['vpcs.vpc 60'])
    expect(managed(changes)).toMatchObject({ links: [], underWay: [{ part: 'vpcs.vpc', dueUs: MINUTE_US }] })
    changes.take(link!)
    expect(changes.effective).toBe(linked.gateways)
    changes.configure(served(aManagedGateway()), 2 * MINUTE_US)
    expect(managed(changes).links).toEqual([])
  })

  it('is made anew in another vSwitch, while the others go on', () => {
    const other = aLink({ vpc: 'other' })
    const changes = new GatewayChanges(served(aManagedGateway({ links: [aLink(), other] })), shortest)
    const moved = aLink({ vswitch: 'v-i' })
    expect(ordered(changes.configure(served(aManagedGateway({ links: [moved, other] })), 0))).toEqual([
      'vpcs.vpc 60',
    ])
    expect(managed(changes).links).toEqual([other])
  })

  it('seed 002: has another whitelist at once (assumed)', () => {
    const closed = { ...EVERYBODY, texts: [] }
    const changes = new GatewayChanges(served(aManagedGateway({ links: [aLink()] })), shortest)
    expect(changes.configure(served(aManagedGateway({ links: [aLink({ whitelist: closed })] })), 0)).toEqual(
      [],
    )
    expect(managed(changes).links[0]!.whitelist.texts).toEqual([])
  })
})

describe('a side of an ALB gateway', () => {
  it('seed 002: "The system starts to create the ALB": it is not there before it has been made', () => {
    const { internet: side, ...logical } = anAlbGateway()
    const changes = new GatewayChanges(served(logical), shortest)
    const [alb] = changes.configure(served({ ...logical, internet: side! }), 0)
    expect(ordered([alb!])).toEqual(['internet 120'])
    expect(front(changes)).not.toHaveProperty('internet')
    changes.take(alb!)
    expect(front(changes)).toHaveProperty('internet', side)
    expect(changes.configure(served({ ...logical, internet: side!, intranet: side! }), 0)).toHaveLength(1)
    expect(changes.configure(served(logical), 0)).toEqual([])
    expect(front(changes)).not.toHaveProperty('internet')
  })
})

describe('a gateway that is ordered during the run', () => {
  it('B.1: is usable when its status is Running, and with it all that was ordered', () => {
    const changes = new GatewayChanges(served(), shortest)
    const made = changes.configure(served(aManagedGateway({ links: [aLink()] })), 0)
    expect(ordered(made)).toEqual([' 300'])
    expect(managed(changes)).toMatchObject({
      internet: { isOn: false },
      links: [],
      underWay: [{ part: '', dueUs: 5 * MINUTE_US }],
    })
    changes.take(made[0]!)
    expect(managed(changes)).toMatchObject({ internet: { isOn: true }, links: [{ vpc: 'vpc' }] })
  })

  it('is forgotten with all that was under way for it', () => {
    const changes = new GatewayChanges(served(), shortest)
    const [made] = changes.configure(served(aManagedGateway()), 0)
    changes.configure(served(), SECOND_US)
    expect(changes.take(made!)).toBe(false)
    changes.configure(served(anAlbGateway()), 2 * SECOND_US)
    expect(ordered(changes.configure(served(aManagedGateway()), 3 * SECOND_US))).toEqual([' 303'])
  })
})
