/** For each rule a file in which it speaks, and one beside it in which it is silent. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatRange } from '../../../src/checking/lint/addresses.ts'
import { foundIn } from '../../../src/checking/lint/order-findings.ts'
import { LINT_REASONS } from '../../../src/checking/lint/reasons.ts'
import { unwritten } from '../../../src/cloud/origin.ts'
import type { RouteTable } from '../../../src/cloud/route-table.ts'
import type { Topology } from '../../../src/cloud/topology.ts'
import { prefixOf } from '../../../src/net/cidr.ts'
import { codesWith, lintText, remainingIn, theOne } from './lint-text.ts'

interface World {
  readonly ingress?: readonly string[]
  readonly egress?: readonly string[]
  readonly type?: string
  /** Keys of the application. */
  readonly app?: string
  readonly instances?: number
  readonly vswitches?: string
  /** Of the VPC. */
  readonly vpc?: string
  readonly whitelist?: string
  readonly pool?: string
  readonly nat?: string
  readonly timeline?: readonly string[]
  readonly more?: string
}

/** An application with two vSwitches that calls a partner. */
function world(of: World): string {
  const list = (items: readonly string[] = []) => `[${items.map((item) => `\n      ${item}`).join(',')}]`
  return `simulate: 1
duration: 1h
vpcs:
  main: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }, i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 } }${of.vpc ?? ''} }
securityGroups:
  web: { vpc: main, type: ${of.type ?? 'basic'}, ingress: ${list(of.ingress)}, egress: ${list(of.egress)} }
${of.pool === undefined ? '' : `eipPools: { pool: { addresses: [${of.pool}] } }`}
${of.nat === undefined ? '' : `natGateways: ${of.nat}`}
apps:
  shop: { vswitches: ${of.vswitches ?? '[h, i]'}, securityGroup: web, instances: ${of.instances ?? 3}, port: 80${of.pool === undefined ? '' : ', eips: pool'}${of.app ?? ''} }
internet:
  partner: { address: 192.0.2.80, port: 443${of.whitelist === undefined ? '' : `, whitelist: ${of.whitelist}`} }
flows: { out: { from: app/shop, to: partner } }
timeline: ${list(of.timeline)}
${of.more ?? ''}`
}

/** The codes that a file draws, in order. */
const codes = (of: World) => lintText(world(of)).map(({ code }) => code)
const messageOf = (of: World, code: string) => theOne(world(of), code).message

/** Three instances, four addresses. */
const POOL = '203.0.113.10-203.0.113.13'
const DEPLOY = '{ at: 1m, deploy: shop, version: v2 }'

describe('security-group rules', () => {
  const all = '{ accept: tcp 80, from: 0.0.0.0/0 }'

  it('should be told when one earlier rule takes all', () => {
    const ingress = [all, '{ drop: tcp 80, from: 10.0.0.0/8, priority: 5 }']
    expect(codes({ ingress })).toEqual(['RULE_SHADOWED'])
    expect(messageOf({ ingress }, 'RULE_SHADOWED')).toBe(
      'drop tcp 80 from 10.0.0.0/8, priority 5, never decides: securityGroups.web.ingress[0] (line 7) takes all its packets, and says the opposite',
    )
    expect(codes({ ingress: [all, '{ drop: tcp 80, from: 10.0.0.0/8, priority: 1 }'] })).toEqual([])
  })

  it('should be told when several take all together', () => {
    const halves = ['{ accept: tcp 80, from: 10.0.0.0/9 }', '{ accept: tcp 80, from: 10.128.0.0/9 }']
    const whole = (port: string) => `{ drop: tcp ${port}, from: 10.0.0.0/8, priority: 2 }`
    const found = theOne(
      world({ ingress: [...halves, whole('80'), '{ accept: all, from: 0.0.0.0/0, priority: 3 }'] }),
      'RULE_SHADOWED',
    )
    expect(found.also.map(({ line }) => line)).toEqual([7, 8])
    expect(found.message).toContain(
      'ingress[0] (line 7) and securityGroups.web.ingress[1] (line 8) together take',
    )
    expect(found.fix).toContain('Remove securityGroups.web.ingress[2]')
    expect(
      codes({ ingress: [...halves, whole('80/81'), '{ accept: all, from: 0.0.0.0/0, priority: 3 }'] }),
    ).toEqual([])
  })

  it('should be told when they repeat another', () => {
    expect(codes({ ingress: [all, all] })).toEqual(['RULE_DUPLICATE'])
    expect(theOne(world({ ingress: [all, all] }), 'RULE_DUPLICATE').origin.line).toBe(8)
    expect(codes({ ingress: [all, '{ accept: tcp 81, from: 0.0.0.0/0 }'] })).toEqual([])
  })

  it('should be noted when those behind decide the same', () => {
    const narrow = '{ accept: tcp 80, from: 10.0.0.0/8 }'
    const wide = '{ accept: tcp 80, from: 0.0.0.0/0, priority: 9 }'
    expect(codes({ ingress: [narrow, wide] })).toEqual(['RULE_REDUNDANT'])
    const between = '{ drop: tcp 80, from: 10.1.0.0/16, priority: 5 }'
    expect(codes({ ingress: [narrow, between, wide] })).toEqual(['RULE_REDUNDANT', 'RULE_SHADOWED'])
    expect(codes({ ingress: [narrow, '{ drop: tcp 80, from: 8.0.0.0/5, priority: 5 }', wide] })).toEqual([])
  })

  it('should be noted when a last drop drops what is dropped anyway', () => {
    const drop = '{ drop: all, from: 0.0.0.0/0, priority: 100 }'
    expect(codes({ ingress: [all, drop] })).toEqual(['RULE_REPEATS_DEFAULT'])
    expect(codes({ ingress: [all, '{ drop: tcp 80, from: 10.0.0.0/8 }'] })).toEqual([])
    expect(codes({ egress: ['{ accept: all, to: 0.0.0.0/0 }'] })).toEqual([])
    expect(codes({ egress: ['{ drop: all, to: 0.0.0.0/0 }'] })).toEqual([])
  })

  it('should be told when they match nothing', () => {
    const text = world({
      ingress: ['{ accept: tcp 80, from: prefixList/some }'],
      more: 'prefixLists: { some: [10.0.0.0/8] }',
    })
    const emptied = (topology: Topology): Topology => {
      const web = topology.securityGroups.get('web')!
      const peer = { kind: 'prefixList', name: 'some', cidrs: [] } as const
      const ingress = web.ingress.map((rule) => ({ ...rule, peer }))
      return { ...topology, securityGroups: new Map([['web', { ...web, ingress }]]) }
    }
    expect(codesWith(text, emptied)).toEqual(['RULE_MATCHES_NOTHING'])
    expect(codesWith(text, (topology) => topology)).toEqual([])
  })

  it('should know that members of a group have addresses of the VPC', () => {
    const file = (cidr: string) =>
      world({
        ingress: [
          `{ accept: tcp 80, from: ${cidr} }`,
          '{ accept: tcp 80, from: securityGroup/far, priority: 2 }',
        ],
      }).replace('securityGroups:\n', `securityGroups:\n  far: { vpc: main }\n`)
    expect(lintText(file('172.16.0.0/16')).map(({ code }) => code)).toContain('RULE_SHADOWED')
    expect(lintText(file('172.16.1.0/24')).map(({ code }) => code)).not.toContain('RULE_SHADOWED')
  })

  it('should be judged with the other groups of whoever has them, and kept if anybody needs them', () => {
    const file = (groups: string) =>
      world({
        ingress: ['{ accept: tcp 80, from: 0.0.0.0/0, priority: 2 }'],
        more: `servers: { jump: { vswitch: h, securityGroups: ${groups} } }`,
      })
        .replace(
          'securityGroups:\n',
          'securityGroups:\n  first: { vpc: main, ingress: [{ accept: all, from: 0.0.0.0/0 }] }\n',
        )
        .replace('securityGroup: web', 'securityGroup: first')
    const found = theOne(file('[first, web]'), 'RULE_SHADOWED')
    expect(found.message).toContain('in the merged rules of server jump')
    expect(lintText(file('[web]')).map(({ code }) => code)).not.toContain('RULE_SHADOWED')
  })

  it('should be told as undecided when there was no time', () => {
    const [found] = foundIn(
      { kind: 'undecided' },
      { what: 'a', where: '', origin: unwritten('a'), origins: [], agrees: () => true },
    )
    expect(found).toMatchObject({ code: 'RULE_UNDECIDED' })
  })

  it('should not be told if a later set makes them useful', () => {
    const ingress = [all, '{ accept: tcp 80, from: 10.0.0.0/8, priority: 5 }']
    expect(codes({ ingress })).toEqual(['RULE_SHADOWED'])
    const narrowed = "{ at: 1m, set: 'securityGroups.web.ingress[0].from', to: 192.0.2.0/24 }"
    expect(codes({ ingress, timeline: [narrowed] })).toEqual([])
  })
})

describe('network ACLs', () => {
  const acl = (entries: string) => ({
    vpc: `, networkAcls: { edge: { vswitches: [h], ingress: ${entries}, egress: [{ accept: all, to: 0.0.0.0/0 }] } }`,
  })

  it('should be judged in their order', () => {
    const shadowed = '[{ accept: all, from: 10.0.0.0/8 }, { drop: tcp 22, from: 10.1.0.0/16 }]'
    expect(codes(acl(shadowed))).toEqual(['RULE_SHADOWED'])
    const useful = '[{ drop: tcp 22, from: 10.1.0.0/16 }, { accept: all, from: 10.0.0.0/8 }]'
    expect(codes(acl(useful))).toEqual([])
    const ending = '[{ accept: all, from: 10.0.0.0/8 }, { drop: all, from: 0.0.0.0/0 }]'
    expect(codes(acl(ending))).toEqual(['RULE_REPEATS_DEFAULT'])
  })
})

describe('entries of whitelists', () => {
  it('should be told when others have all of them', () => {
    const whitelist = '[203.0.113.0/24, 203.0.113.7]'
    expect(codes({ whitelist })).toEqual(['WHITELIST_ENTRY_SHADOWED'])
    expect(messageOf({ whitelist }, 'WHITELIST_ENTRY_SHADOWED')).toMatch(
      /^203\.0\.113\.7 adds nobody to the whitelist of partner: 203\.0\.113\.0\/24 \(internet\.partner\.whitelist\[0\] \(line 12\)\) has it$/,
    )
    expect(codes({ whitelist: '[203.0.113.0/24, 203.0.112.7]' })).toEqual([])
  })

  it('should be told when they let everybody in, once', () => {
    expect(codes({ whitelist: '[0.0.0.0/0]' })).toEqual(['WHITELIST_ALLOWS_ALL'])
    expect(codes({ whitelist: '[0.0.0.0/1]' })).toEqual([])
  })
})

describe('whitelists that miss an address', () => {
  it('should be told of a pool, with the change that brings it into use', () => {
    const short = { pool: POOL, whitelist: '[203.0.113.10/31, 203.0.113.12]' }
    expect(codes({ ...short, timeline: [DEPLOY] })).toEqual(['WHITELIST_MISSES_POOL'])
    expect(messageOf({ ...short, timeline: [DEPLOY] }, 'WHITELIST_MISSES_POOL')).toBe(
      'the whitelist of partner lacks 203.0.113.13 of pool pool, from which shop calls it in flow out: deploy shop v2 (line 15) may bring it into use',
    )
    expect(codes(short)).toEqual(['WHITELIST_MISSES_SPARE'])
    expect(codes({ ...short, whitelist: '[203.0.113.10/31, 203.0.113.12/31]', timeline: [DEPLOY] })).toEqual(
      [],
    )
  })

  it('should heed what is set before the change, and what is taken away after it', () => {
    const set = (at: string, to: string) => `{ at: ${at}, set: internet.partner.whitelist, to: ${to} }`
    const short = { pool: POOL, whitelist: '[203.0.113.10/31, 203.0.113.12]' }
    const whole = '[203.0.113.10/31, 203.0.113.12/31]'
    expect(codes({ ...short, timeline: [set('30s', whole), DEPLOY] })).toEqual([])
    expect(codes({ ...short, timeline: [DEPLOY, set('2m', whole)] })).toEqual(['WHITELIST_MISSES_POOL'])
    expect(
      codes({ pool: POOL, whitelist: whole, timeline: [DEPLOY, set('2m', '[203.0.113.10/31]')] }),
    ).toEqual(['WHITELIST_MISSES_POOL'])
  })

  it('should be told of the SNAT entry that wins', () => {
    const nat =
      '{ out: { vpc: main, vswitch: h, eips: [203.0.113.50, 203.0.113.51], snat: [{ vpc: true, eips: [203.0.113.50] }, { vswitch: i, eips: [203.0.113.51] }] } }'
    expect(codes({ nat, whitelist: '[203.0.113.50/31]' })).toEqual([])
    expect(codes({ nat, whitelist: '[203.0.113.51]' })).toEqual(['WHITELIST_MISSES_NAT_EIP'])
    expect(messageOf({ nat, whitelist: '[203.0.113.50]' }, 'WHITELIST_MISSES_NAT_EIP')).toBe(
      'the whitelist of partner lacks 203.0.113.51, by which natGateways.out.snat[1] (line 8) sends shop in flow out',
    )
  })

  it('should be told of the SNAT entry that serves a server', () => {
    const nat = '{ out: { vpc: main, vswitch: h, eips: [203.0.113.50], snat: [{ vpc: true }] } }'
    const file = (whitelist: string) =>
      world({ nat, whitelist, more: 'servers: { jump: { vswitch: h, securityGroups: [web] } }' }).replace(
        'from: app/shop',
        'from: server/jump',
      )
    expect(theOne(file('[203.0.113.51]'), 'WHITELIST_MISSES_NAT_EIP').message).toContain(
      'sends jump in flow out',
    )
    expect(lintText(file('[203.0.113.50]')).map(({ code }) => code)).toEqual([])
  })

  it('should be told of private addresses of a database', () => {
    const file = (whitelist: string) => {
      const database = `databases: { orders: { engine: rds, vswitch: h, whitelist: ${whitelist} } }`
      return world({ more: database }).replace('to: partner', 'to: db/orders')
    }
    const found = lintText(file('{ app: [172.16.1.0/24] }')).map(({ code }) => code)
    expect(found).toContain('WHITELIST_MISSES_VSWITCH')
    const whole = lintText(file('{ app: [172.16.1.0/24, 172.16.2.0/24] }')).map(({ code }) => code)
    expect(whole).not.toContain('WHITELIST_MISSES_VSWITCH')
  })
})

describe('NAT gateways', () => {
  const gateway = (snat: string, name = 'out', eip = '203.0.113.50') =>
    `${name}: { vpc: main, vswitch: h, eips: [${eip}], snat: ${snat} }`
  const nat = (snat: string) => `{ ${gateway(snat)} }`

  it('should be told of vSwitches that no entry covers', () => {
    expect(codes({ nat: nat('[{ vswitch: h }]') })).toEqual(['VSWITCH_WITHOUT_SNAT'])
    expect(messageOf({ nat: nat('[{ vswitch: h }, { cidr: 172.16.2.0/25 }]') }, 'VSWITCH_WITHOUT_SNAT')).toBe(
      'no SNAT entry of natGateways.out (line 8) covers 172.16.2.128-172.16.2.252, so that shop cannot reach the Internet from there',
    )
    expect(codes({ nat: nat('[{ vswitch: h }, { vswitch: i }]') })).toEqual([])
    expect(codes({ nat: nat('[{ vpc: true }]') })).toEqual([])
  })

  it('should be told of entries that longer masks cover', () => {
    expect(
      codes({ nat: nat('[{ vpc: true }, { cidr: 172.16.0.0/17 }, { cidr: 172.16.128.0/17 }]') }),
    ).toEqual(['SNAT_ENTRY_SHADOWED', 'SNAT_ENTRY_UNUSED'])
    expect(codes({ nat: nat('[{ cidr: 172.16.1.0/24 }, { vpc: true }]') })).toEqual([])
  })

  it('should be told of entries and gateways that serve nobody', () => {
    const found = lintText(world({ nat: nat('[{ vpc: true }]'), pool: POOL })).map(({ code }) => code)
    expect(found).toEqual(['UNUSED_OBJECT'])
    const two = `{ ${gateway('[{ vpc: true }]')}, ${gateway('[{ vpc: true }]', 'spare', '203.0.113.51')} }`
    const message = messageOf({ nat: two }, 'UNUSED_OBJECT')
    expect(message).toBe(
      'nothing uses NAT gateway spare (natGateways.spare): no route leads to it, 0.0.0.0/0 leads to out, which was made first',
    )
    expect(codes({ nat: nat('[{ vpc: true }, { cidr: 172.16.9.0/24 }]') })).toEqual(['SNAT_ENTRY_UNUSED'])
  })
})

describe('route tables', () => {
  const nat = '{ out: { vpc: main, vswitch: h, eips: [203.0.113.50], snat: [{ vpc: true }] } }'
  const withTable =
    (routes: RouteTable['routes']) =>
    (topology: Topology): Topology => {
      const main = topology.vpcs.get('main')!
      const table = { name: 'own', vswitches: ['i'], routes, origin: main.origin }
      return { ...topology, vpcs: new Map([['main', { ...main, routeTables: [table] }]]) }
    }

  it('should be told when a custom one has no way out', () => {
    const nextHop = { kind: 'natGateway', name: 'out' } as const
    const route = { destination: prefixOf(0, 0), nextHop, origin: unwritten('route') }
    expect(codesWith(world({ nat }), withTable([]))).toContain('ROUTE_TABLE_WITHOUT_DEFAULT')
    expect(codesWith(world({ nat }), withTable([route]))).not.toContain('ROUTE_TABLE_WITHOUT_DEFAULT')
  })
})

describe('a CEN', () => {
  const nat = '{ out: { vpc: main, vswitch: h, eips: [203.0.113.50], snat: [{ vpc: true }] } }'
  const attached = (to: string) => ({
    nat,
    vpc: `, routeTables: { system: { routes: [{ to: ${to}, via: natGateway/out }] } } }\n  far: { cidr: 10.9.0.0/16, vswitches: { far-h: { zone: cn-hangzhou-h, cidr: 10.9.1.0/24 } }`,
    more: 'cens: { net: { mesh: true, attachments: { main: { vswitches: [h, i] }, far: { vswitches: [far-h] } } } }',
  })

  it('should be told of where a route of it is in conflict', () => {
    expect(codes(attached('10.9.1.0/24'))).toEqual(['CEN_ROUTE_INEFFECTIVE'])
    expect(codes(attached('10.9.0.0/16'))).toEqual([])
  })
})

describe('pools', () => {
  it('should be told by the reader when nothing is to spare, once', () => {
    expect(codes({ pool: '203.0.113.10-203.0.113.12' })).toEqual(['EIP_HEADROOM_MISSING'])
    expect(codes({ pool: POOL })).toEqual([])
  })

  it('should be noted when a release would be faster with more', () => {
    const eight = { instances: 8, pool: '203.0.113.10-203.0.113.18' }
    expect(codes(eight)).toEqual(['EIP_SURGE_SERIALISED'])
    expect(theOne(world(eight), 'EIP_SURGE_SERIALISED').fix).toContain('11 addresses')
    expect(codes({ ...eight, app: ', deploy: { strategy: { batches: 8 } }' })).toEqual([])
    expect(codes({ ...eight, pool: '203.0.113.10-203.0.113.20' })).toEqual([])
  })

  it('should be told when a scale outgrows them', () => {
    const scale = (instances: number) => [`{ at: 1m, scale: shop, instances: ${instances} }`]
    expect(codes({ pool: POOL, timeline: scale(4) })).toEqual(['EIP_POOL_BELOW_SCALE'])
    expect(codes({ pool: POOL, timeline: scale(2) })).toEqual([])
  })
})

describe('settings of applications', () => {
  it('should be told when the grace is too short', () => {
    expect(codes({ app: ', lifecycle: { preStop: 20s, stop: 5s..15s, grace: 30s }' })).toEqual([
      'GRACE_TOO_SHORT',
    ])
    expect(codes({ app: ', lifecycle: { preStop: 15s, stop: 5s..15s, grace: 30s }' })).toEqual([])
    expect(
      codes({ app: ', lifecycle: { grace: 30s }, versions: { v2: { stop: 40s } }', timeline: [DEPLOY] }),
    ).toEqual(['GRACE_TOO_SHORT'])
  })

  it('should be told when liveness begins before the end of the start, of versions too', () => {
    const probe = (start: string, more = '') => ({
      app: `, lifecycle: { start: ${start} }, probes: { liveness: { initialDelay: 10s, period: 10s } }${more}`,
    })
    expect(codes(probe('20s'))).toEqual(['LIVENESS_BEFORE_START'])
    expect(codes(probe('5s'))).toEqual([])
    expect(codes(probe('5s', ', versions: { v2: { start: 20s } }'))).toEqual(['LIVENESS_BEFORE_START'])
  })

  it('should be told of readiness that is none, and of a confirm that never waits', () => {
    expect(codes({ app: ', lifecycle: { start: 20s }, probes: { readiness: none }' })).toEqual([
      'READY_BEFORE_REACHABLE',
    ])
    expect(codes({ timeline: ['{ at: 1m, confirm: shop }'] })).toEqual(['CONFIRM_NEVER_WAITS'])
  })

  it('should note a single zone', () => {
    const [found] = lintText(world({ vswitches: '[h]' })).filter(({ code }) => code === 'SINGLE_ZONE')
    expect(found).toMatchObject({ severity: 'info', origin: { path: 'apps.shop.vswitches' } })
    expect(codes({})).toEqual([])
  })
})

describe('comments', () => {
  const all = '{ accept: tcp 80, from: 0.0.0.0/0 }'
  const ignoring = (comment: string, where: 'above' | 'behind') => {
    const text = world({ ingress: [all, all] }).split('\n')
    if (where === 'above') text.splice(7, 0, `      ${comment}`)
    else text[7] = `${text[7]!.replace(/\].*$/, '')} ${comment}\n    ], egress: [] }`
    const { findings, ignored } = remainingIn(text.join('\n'))
    return { codes: findings.map(({ code }) => code), ignored }
  }

  it('should hide what they name, on the line and above it', () => {
    const hidden = { codes: [], ignored: 1 }
    expect(ignoring('# lint-ignore RULE_DUPLICATE', 'above')).toEqual(hidden)
    expect(ignoring('# lint-ignore RULE_DUPLICATE', 'behind')).toEqual(hidden)
    expect(ignoring('# lint-ignore RULE_DUPLICATE: the migration needs it', 'above')).toEqual(hidden)
  })

  it('should be told when they name what nobody knows, or hide nothing', () => {
    expect(ignoring('# lint-ignore RULE_DUPLICAT', 'above').codes).toEqual([
      'LINT_IGNORE_UNKNOWN',
      'RULE_DUPLICATE',
    ])
    expect(ignoring('# lint-ignore', 'above').codes).toEqual(['LINT_IGNORE_UNKNOWN', 'RULE_DUPLICATE'])
    expect(ignoring('# lint-ignore RULE_SHADOWED', 'above').codes).toEqual([
      'LINT_IGNORE_UNUSED',
      'RULE_DUPLICATE',
    ])
    expect(ignoring('# lint-ignored RULE_DUPLICATE', 'above').codes).toEqual(['RULE_DUPLICATE'])
  })

  it('should not be looked for in texts', () => {
    expect(
      remainingIn(`name: "# lint-ignore X"\ndescription: |\n  # lint-ignore Y\n${world({})}`).findings,
    ).toEqual([])
  })
})

describe('lint of names', () => {
  const zoned = (records: string, more = '') => `simulate: 1
vpcs: { main: { cidr: 172.16.0.0/16, vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
securityGroups: { web: { vpc: main } }
servers: { jump: { vswitch: h, securityGroups: [web] } }
privateZones: { inner: { zone: shop.internal, vpcs: [main], records: { ${records} } } }
flows: { call: { from: jump, to: db.shop.internal, port: 80 } }
${more}`

  it('R8.5: should speak of a record that leads nowhere, for everybody who can ask for it', () => {
    const found = theOne(zoned('db: { cname: old.shop.internal }'), 'RECORD_LEADS_NOWHERE')
    expect(found.message).toBe(
      'db.shop.internal of private zone inner is an alias of old.shop.internal, which has no address',
    )
    expect(found.origin.path).toBe('privateZones.inner.records.db')
    const codes = (records: string, more?: string) => lintText(zoned(records, more)).map(({ code }) => code)
    expect(codes('db: { cname: www.shop.example }')).toContain('RECORD_LEADS_NOWHERE')
    expect(codes('db: { cname: www.shop.example }', 'dns: { www.shop.example: { a: 192.0.2.1 } }')).toEqual(
      [],
    )
  })

  const balanced = (certificate: string, records: string) => `simulate: 1
vpcs:
  main:
    cidr: 172.16.0.0/16
    vswitches: { h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }, i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 } }
securityGroups: { web: { vpc: main } }
servers: { jump: { vswitch: h, securityGroups: [web], ports: [tcp 80] } }
serverGroups: { web: { servers: [{ to: jump, port: 80 }] }, old: { product: clb, servers: [{ to: jump, port: 80 }] } }
certificates:
  site: { domains: www.shop.example${certificate} }
loadBalancers:
  front:
    network: internet
    vswitches: [h, i]
    publicAddresses: [203.0.113.10, 203.0.113.11]
    listeners: { https: { port: 443, protocol: https, default: web, certificates: site } }
  edge: { type: clb, network: internet, publicAddress: 203.0.113.20, listeners: { tcp: { port: 80, protocol: tcp, running: true, default: old } } }
internet: { client: { address: 198.51.100.7 } }
dns: { ${records} }
flows: { call: { from: client, to: www.shop.example, port: 443 }, other: { from: client, to: old.shop.example, port: 80 } }
`
  const RECORDS = 'www.shop.example: { cname: front.alb.example }, old.shop.example: { a: 203.0.113.20 }'

  it('1.1: should speak of a record with an address of an ALB, and of none with that of a CLB', () => {
    expect(lintText(balanced('', RECORDS)).map(({ code }) => code)).not.toContain('RECORD_HOLDS_ALB_ADDRESS')
    const held = RECORDS.replace('cname: front.alb.example', 'a: 203.0.113.11')
    const found = theOne(balanced('', held), 'RECORD_HOLDS_ALB_ADDRESS')
    expect(found.message).toBe(
      'www.shop.example has an address of ALB front, which is in one zone only and may change',
    )
    expect(found.fix).toContain('cname: front.alb.example')
  })

  it('seed 002: should speak of certificates that listeners show and that end within 15 days', () => {
    const found = theOne(balanced(', expires: 14d', RECORDS), 'CERT_EXPIRES_SOON')
    expect(found.message).toBe('certificate site, which listener https of front shows, ends at 14d')
    expect(lintText(balanced(', expires: 15d', RECORDS)).map(({ code }) => code)).not.toContain(
      'CERT_EXPIRES_SOON',
    )
  })

  it('R8.5: should speak of a private zone and of an endpoint that nobody calls', () => {
    const spare = 'spare: { zone: spare.internal, vpcs: [main] }, inner:'
    const unused = (text: string) => lintText(text).filter(({ code }) => code === 'UNUSED_OBJECT')
    expect(unused(zoned('db: { a: 172.16.1.9 }'))).toEqual([])
    expect(unused(zoned('db: { a: 172.16.1.9 }').replace('inner:', spare))).toHaveLength(1)
  })
})

describe('forwarding rules', () => {
  const balancer = (rules: string) => `serverGroups: { web: { servers: [app/shop] } }
loadBalancers:
  front:
    vswitches: [h, i]
    listeners: { http: { port: 80, protocol: http, default: web, rules: { ${rules} } } }
`
  const to = 'do: { forward: web }'
  const found = (rules: string) =>
    codes({ more: balancer(rules) }).filter((code) => code.startsWith('FORWARDING_'))

  it('1.4: should be told where an earlier one takes all their requests', () => {
    const wide = (priority: number) => `wide: { priority: ${priority}, when: { path: '/a*' }, ${to} }`
    const narrow = `narrow: { priority: 2, when: { path: '/a/b' }, ${to} }`
    expect(found(`${wide(1)}, ${narrow}`)).toEqual(['FORWARDING_RULE_SHADOWED'])
    expect(found(`${wide(3)}, ${narrow}`)).toEqual([])
  })

  it('1.4: should be told where they ask for what no request has together', () => {
    expect(found(`odd: { priority: 1, when: [{ path: /a }, { path: /b }], ${to} }`)).toEqual([
      'FORWARDING_RULE_NEVER_MATCHES',
    ])
    expect(found(`odd: { priority: 1, when: { path: [/a, /b] }, ${to} }`)).toEqual([])
  })

  it('2.3: should be told at a listener that redirects every request', () => {
    const classic = (more: string) => `certificates: { shop: { domains: shop.example } }
serverGroups: { web: { product: clb, servers: [app/shop] } }
loadBalancers:
  front:
    type: clb
    vswitches: [h]
    listeners:
      https: { port: 443, protocol: https, certificates: [shop], default: web }
      http: { port: 80, protocol: http, default: web, ${more}rules: { a: { domain: shop.example, url: /a, group: web } } }
`
    const drawn = (more: string) =>
      codes({ more: classic(more) }).filter((code) => code.startsWith('FORWARDING_'))
    expect(drawn('forwardPort: 443, ')).toEqual(['FORWARDING_RULE_NEVER_ASKED'])
    expect(drawn('')).toEqual([])
  })
})

describe('white access lists', () => {
  const listening = (entries: string) => `accessLists: { office: ${entries} }
serverGroups: { web: { servers: [app/shop] } }
loadBalancers:
  front:
    vswitches: [h, i]
    listeners: { http: { port: 80, protocol: http, default: web, access: { white: [office] } } }
`
  const found = (entries: string, more = '') =>
    codes({ more: more + listening(entries) }).filter((code) => code === 'ACCESS_LIST_LETS_ALL')

  it('1.12: should be told where they keep nobody out', () => {
    expect(found('[]')).toEqual(['ACCESS_LIST_LETS_ALL'])
    expect(found('[0.0.0.0/0]')).toEqual(['ACCESS_LIST_LETS_ALL'])
    expect(found('[203.0.113.0/24]')).toEqual([])
    expect(found('[]', 'assume: { emptyWhitelist: refuse }\n')).toEqual([])
  })
})

describe('the codes of lint', () => {
  it('should each be drawn by a test of lint', () => {
    const files = readdirSync('test/checking/lint').map((name) => `test/checking/lint/${name}`)
    const tests = [...files, 'test/scenario/eas-services.test.ts']
      .map((path) => readFileSync(path, 'utf8'))
      .join('')
    for (const { code } of LINT_REASONS) expect(tests).toContain(`'${code}'`)
  })

  it('should each have a sentence, a fix and a source', () => {
    for (const { code, sentence, fix, source } of LINT_REASONS) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)+$/)
      expect(sentence).toMatch(/\.$/)
      expect(fix).not.toBe('')
      expect(source).not.toBe('')
    }
  })

  it('should fill every place of their fixes', () => {
    const text = world({
      ingress: ['{ accept: all, from: 0.0.0.0/0 }', '{ drop: tcp 80, from: 10.0.0.0/8, priority: 2 }'],
      pool: POOL,
      whitelist: '[203.0.113.10, 203.0.113.10]',
      timeline: [DEPLOY],
    })
    for (const { fix } of lintText(text)) expect(fix).not.toContain('<')
  })
})

describe('ranges of addresses', () => {
  it('should be written with both ends, or one', () => {
    expect(formatRange({ first: 1, last: 1 })).toBe('0.0.0.1')
    expect(formatRange({ first: 1, last: 2 })).toBe('0.0.0.1-0.0.0.2')
  })
})
