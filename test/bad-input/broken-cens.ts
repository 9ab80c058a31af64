/** Broken CENs: facts/vpc section 7.2. */
import type { BrokenFile } from './broken-files.ts'

const NET = `simulate: 1
vpcs:
  main:
    cidr: 172.16.0.0/16
    vswitches:
      main-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      main-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
      spare-h: { zone: cn-hangzhou-h, cidr: 172.16.3.0/24 }
  other:
    cidr: 10.0.0.0/16
    vswitches:
      other-h: { zone: cn-hangzhou-h, cidr: 10.0.1.0/24 }
`
const cen = (text: string) => `${NET}cens:\n  net:\n    ${text}\n`
const attached = (keys: string, more = '') => cen(`attachments: { main: { ${keys} } }${more}`)
const BOTH = 'vswitches: [main-h, main-i]'
const routed = (routes: string) => attached(BOTH, `\n    routeTables: { default: { routes: [${routes}] } }`)

export const brokenCens: readonly BrokenFile[] = [
  ['a CEN attachment without vSwitches', ['MISSING_KEY'], cen('attachments: { «main»: {} }')],
  [
    'a CEN attachment of an unknown VPC',
    ['REFERENCE_UNDEFINED'],
    cen('attachments: { mian: «{ vswitches: [main-h] }» }'),
  ],
  [
    'a CEN attachment with an unknown vSwitch',
    ['REFERENCE_UNDEFINED'],
    attached('vswitches: [main-h, «main-x»]'),
  ],
  [
    'a CEN attachment with a vSwitch of another VPC (R7.6)',
    ['VPC_MISMATCH'],
    attached('vswitches: [main-i, «other-h»]'),
  ],
  [
    'a CEN attachment with one zone twice (R7.6)',
    ['CEN_ZONE_DUPLICATE'],
    attached('vswitches: [main-i, main-h, «spare-h»]'),
  ],
  ['a CEN attachment in one zone of two (R7.6)', ['CEN_ONE_ZONE'], attached('vswitches: «[main-h]»')],
  [
    'a CEN attachment with an unknown table',
    ['InvalidRouteTableId.NotFound'],
    attached(`${BOTH}, associate: «mian»`),
  ],
  [
    'a CEN attachment that propagates to an unknown table',
    ['InvalidRouteTableId.NotFound'],
    attached(`${BOTH}, propagate: [default, «mian»]`),
  ],
  [
    'a CEN attachment that publishes what is no route (R7.8)',
    ['CEN_NOT_PUBLISHABLE'],
    attached(`${BOTH}, publish: [«0.0.0.0/0»]`),
  ],
  [
    'a route of a transit router to a VPC that is not attached (R7.10)',
    ['InvalidNextHopId.NotFound'],
    routed('{ to: 10.0.0.0/8, via: «attachment/other» }'),
  ],
  [
    'a route of a transit router to nothing',
    ['InvalidNextHopType'],
    routed('{ to: 10.0.0.0/8, via: «natGateway/out» }'),
  ],
  [
    'two equal routes of a transit router',
    ['InvalidCIDRBlock.Duplicate'],
    routed('{ to: 10.0.0.0/8, via: blackhole }, { to: «10.0.0.0/8», via: attachment/main }'),
  ],
  ['a CEN with an unknown key', ['UNKNOWN_KEY'], cen('«bandwidth»: 5')],
  [
    'a route to a CEN that the VPC is not attached to (R7.7)',
    ['InvalidNextHopId.NotFound'],
    attached(BOTH).replace(
      '    cidr: 10.0.0.0/16\n',
      '    cidr: 10.0.0.0/16\n    routeTables: { system: { routes: [{ to: 172.16.0.0/16, via: «cen/net» }] } }\n',
    ),
  ],
  [
    'a set of what a CEN attachment keeps',
    ['SET_PATH'],
    `${attached(BOTH)}timeline:\n  - { at: 1m, set: «cens.net.attachments.main.vswitches», to: [main-h] }\n`,
  ],
  [
    'a set of a CEN as a whole',
    ['SET_PATH'],
    `${attached(BOTH)}timeline:\n  - { at: 1m, set: «cens.net.mesh», to: true }\n`,
  ],
]
