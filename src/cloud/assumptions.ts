/**
 * What the documents leave open (facts/vpc section 15; facts/load-balancing section 9 in `balancing-assumptions.ts`): every
 * point has a key, the readings that it can have, and the one that holds unless the file says otherwise under `assume:`. A
 * reading is how the cloud is, no configuration: it holds for the whole run. To add a point: a row here, its places in `scenario/open-points.ts`, its switch in `datapath/readings.ts`.
 */
import { balancingPoints } from './balancing-assumptions.ts'
import { gatewayPoints } from './gateway-assumptions.ts'

interface Point {
  /** The kind of guess that a file relies on when it does not say. */
  readonly code: 'ASSUMED_TIMING' | 'ASSUMED_ORDER' | 'ASSUMED_PRECEDENCE' | 'DOCS_DISAGREE'
  /** What is not known, in one sentence. */
  readonly question: string
  /** Row of the fact sheet. */
  readonly source: string
}

/** A choice: what holds under each reading, as a clause. The first one is the default. */
interface ChoicePoint extends Point {
  readonly readings: Readonly<Record<string, string>>
}

interface DurationPoint extends Point {
  readonly defaultUs: number
  /** What takes so long. */
  readonly clause: string
}

const table = {
  advancedGroups: {
    code: 'DOCS_DISAGREE',
    question: 'Do advanced security groups remember sessions?',
    readings: {
      stateful: 'replies of what an advanced group let pass need no rule',
      stateless: 'replies through an advanced group need a rule of their own',
    },
    source: 'facts/vpc R5.21',
  },
  aclUnmatched: {
    code: 'DOCS_DISAGREE',
    question: 'What does a network ACL do with what no entry matches?',
    readings: {
      deny: 'what no entry of a network ACL matches is dropped',
      allow: 'what no entry of a network ACL matches may pass',
    },
    source: 'facts/vpc R6.7',
  },
  newAcl: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Which entries does a new network ACL have?',
    readings: {
      empty: 'a list of a network ACL that is not written is empty',
      open: 'a list of a network ACL that is not written lets everything pass',
    },
    source: 'facts/vpc R6.8',
  },
  aclWithinVSwitch: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Does a network ACL filter between ENIs of one vSwitch?',
    readings: {
      unfiltered: 'traffic within one vSwitch does not meet its network ACL',
      filtered: 'traffic within one vSwitch meets its network ACL as well',
    },
    source: 'facts/vpc R6.9',
  },
  cloudServiceRoutes: {
    code: 'DOCS_DISAGREE',
    question: 'May a custom route lead into 100.64.0.0/10?',
    readings: {
      refused: 'a route inside 100.64.0.0/10 is refused',
      allowed: 'a route inside 100.64.0.0/10 is taken, if it is not all of it',
    },
    source: 'facts/vpc R2.10',
  },
  routesAroundVSwitches: {
    code: 'DOCS_DISAGREE',
    question: 'May a custom route contain a vSwitch?',
    readings: {
      allowed: 'a route may contain a vSwitch, whose local route wins',
      refused: 'a route that contains a vSwitch is refused, 0.0.0.0/0 excepted',
    },
    source: 'facts/vpc R2.9',
  },
  snatEip: {
    code: 'DOCS_DISAGREE',
    question: 'Which of several EIPs of an SNAT entry does a connection get?',
    readings: {
      any: 'a connection may get any of several EIPs, so a flow must get through with each',
      hash: 'a connection gets one of several EIPs by a seeded hash, and a flow is asked with that one alone',
    },
    source: 'facts/vpc R4.15, R4.17',
  },
  eipWithoutRoute: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Who wins in centralised mode, an EIP or the default route to a NAT gateway?',
    readings: {
      blocked: 'an EIP without a route to the IPv4 gateway does not work',
      snat: 'an EIP without a route to the IPv4 gateway falls back to SNAT',
    },
    source: 'facts/vpc R2.21, section 15',
  },
  eipHairpin: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Can an instance call the EIP of another of the same VPC?',
    readings: {
      works: 'a call to an EIP of the same VPC goes out and comes back in',
      dropped: 'a call to an EIP of the same VPC is lost',
    },
    source: 'facts/vpc section 15',
  },
  mailOfApps: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Is TCP port 25 to the Internet blocked for instances of applications, as it is for servers?',
    readings: {
      blocked: 'instances of applications cannot send mail to the Internet by TCP port 25',
      open: 'instances of applications may use TCP port 25 to the Internet',
    },
    source: 'facts/vpc R5.19',
  },
  whitelistDelay: {
    code: 'ASSUMED_TIMING',
    question: 'How long does a changed whitelist of a database take?',
    defaultUs: 60_000_000,
    clause: 'until then a changed whitelist of a database is the one before',
    source: 'facts/vpc R9.8',
  },
  ...balancingPoints,
  ...gatewayPoints,
} as const satisfies Record<string, ChoicePoint | DurationPoint>

type Table = typeof table

export type AssumptionKey = keyof Table

/** The readings that hold: a word for each choice, and for a duration `KEYUs`, its microseconds. */
export type Assumptions = {
  readonly [Key in AssumptionKey as Table[Key] extends DurationPoint
    ? `${Key}Us`
    : Key]: Table[Key] extends ChoicePoint ? keyof Table[Key]['readings'] : number
}

/** Every open point, by its key. */
export const OPEN_POINTS: ReadonlyMap<AssumptionKey, ChoicePoint | DurationPoint> = new Map(
  Object.entries(table) as [AssumptionKey, ChoicePoint | DurationPoint][],
)

/** The field of `Assumptions` that holds the reading of a key. */
export function fieldOf(key: AssumptionKey): keyof Assumptions {
  return ('defaultUs' in table[key] ? `${key}Us` : key) as keyof Assumptions
}

/** What a file has under `assume:`; durations in microseconds. */
export type ChosenReadings = Readonly<Partial<Record<AssumptionKey, string | number | undefined>>>

/** The suggested defaults, with what `chosen` says instead. */
export function assumptionsWith(chosen: ChosenReadings = {}): Assumptions {
  return Object.fromEntries(
    [...OPEN_POINTS].map(([key, point]) => [
      fieldOf(key),
      chosen[key] ?? ('defaultUs' in point ? point.defaultUs : Object.keys(point.readings)[0]),
    ]),
  ) as unknown as Assumptions
}
