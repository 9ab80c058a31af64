/**
 * The troubleshooting of the product's own documents (seed 000: an application cannot reach an ECS server, or an RDS or
 * Tair database), walked for one path: address type, same VPC or connected, whitelist, security groups, ping, telnet,
 * client. Each step tells what was found; the first that fails is where it ends, and what fails behind it is told too.
 *
 * The steps come in the order of the documents, a packet meets them in another: all its blockers are known beforehand.
 */

import { interfaceNamed } from '../cloud/server.ts'
import type { AnyHop } from '../datapath/hop.ts'
import { type Story, tell, toldOf } from '../datapath/story.ts'
import { ICMP, ICMPV6, TCP } from '../net/protocol.ts'
import type { Moment } from '../trace/moment.ts'
import type { Reply, Tale } from './inquiry.ts'
import type { Question } from './question.ts'

export const STEPS = ['address', 'network', 'whitelist', 'filters', 'ping', 'telnet', 'client'] as const
export type StepKind = (typeof STEPS)[number]

export interface DiagnosisStep {
  readonly kind: StepKind
  /** `idle`: there is nothing to look at; `notReached`: a step before has failed. */
  readonly found: 'good' | 'bad' | 'idle' | 'notReached'
  /** What was found, in sentences of their own. */
  readonly findings: readonly Found[]
}

/** A sentence, or the hop or the reason that tells it. */
export type Found =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'hop'; readonly hop: AnyHop }
  | { readonly kind: 'reason'; readonly code: string; readonly details: Readonly<Record<string, string>> }

export interface Diagnosis {
  /** Of whom it is told: the first who is blocked, or else anybody. */
  readonly tale: Tale
  readonly steps: readonly DiagnosisStep[]
  /** The first step that fails; absent where the network is not to blame. */
  readonly endsAt?: StepKind
}

/** Undefined where nobody is there to be asked. */
export function diagnose(moment: Moment, question: Question, reply: Reply): Diagnosis | undefined {
  const tale = reply.tales[0]
  if (tale === undefined) return undefined
  const walk = new Troubleshooting(moment, question, tale)
  const steps = walk.steps()
  const endsAt = steps.find(({ found }) => found === 'bad')?.kind
  return { tale, steps, ...(endsAt !== undefined && { endsAt }) }
}

/** Reasons that say that the wrong address was called. */
const WRONG_ADDRESS: readonly string[] = [
  'INSTANCE_ADDRESS_NOT_A_CONTRACT',
  'PRIVATE_ADDRESS_TO_INTERNET',
  'ADDRESS_UNKNOWN',
  'EIP_NOT_BOUND',
  'NAME_UNKNOWN',
  'NAME_OTHER_SIDE',
  'NAME_CACHED_OLD',
  'DOMAIN_NOT_BOUND',
  'CNAME_MISSING',
]

class Troubleshooting {
  readonly #moment: Moment
  readonly #question: Question
  readonly #tale: Tale
  readonly #hops: readonly AnyHop[]

  constructor(moment: Moment, question: Question, tale: Tale) {
    this.#moment = moment
    this.#question = question
    this.#tale = tale
    const hops: readonly AnyHop[] = toldOf(tale.story)?.explanation.hops ?? []
    this.#hops = hops.filter(({ direction, verdict }) => direction === 'forward' || verdict === 'dropped')
  }

  steps(): DiagnosisStep[] {
    const looked = [this.#address(), this.#network(), this.#whitelist(), this.#filters()]
    const failed = looked.some(({ found }) => found === 'bad')
    const isDeaf = this.#blockersAt('telnet').length > 0
    if (failed)
      return [
        ...looked,
        notReached('ping'),
        isDeaf ? this.#telnet() : notReached('telnet'),
        notReached('client'),
      ]
    const telnet = this.#telnet()
    return [...looked, this.#ping(), telnet, telnet.found === 'bad' ? notReached('client') : this.#client()]
  }

  #address(): DiagnosisStep {
    const { answer } = this.#tale.story
    const told = toldOf(this.#tale.story)
    if (told === undefined) {
      const isAddress = WRONG_ADDRESS.includes(answer.code!)
      return step(
        'address',
        isAddress ? 'bad' : 'good',
        isAddress ? [this.#reason()] : [this.#calledAddress()],
      )
    }
    const blockers = this.#blockersAt('address')
    if (blockers.length > 0) return step('address', 'bad', [this.#calledAddress(), ...blockers])
    const better = told.explanation.notes.filter(({ code }) => code === 'DB_PUBLIC_NAME_INSIDE_VPC')
    return step('address', 'good', [
      this.#calledAddress(),
      ...better.map(({ code, details }): Found => ({ kind: 'reason', code, details })),
    ])
  }

  /** What kind of address the caller uses. */
  #calledAddress(): Found {
    const { to, via, ip } = this.#question.flow
    const { topology } = this.#moment.tables
    if (ip === 'v6') return words(`The IPv6 address of ${to.name}.`)
    switch (to.kind) {
      case 'db': {
        const database = topology.databases.get(to.name)
        const which = via === 'public' ? 'public endpoint' : 'internal address'
        return words(`The ${which} of database ${to.name}, which is in VPC ${database?.vpc}.`)
      }
      case 'server':
        return words(
          `The ${this.#question.flow.from.kind === 'internet' ? 'EIP' : 'private address'} of server ${to.name}, which is in VPC ${interfaceNamed(topology.servers, to.name)?.vpc}.`,
        )
      case 'haVip':
        return words(
          `The ${this.#question.flow.from.kind === 'internet' ? 'EIP' : 'private address'} of HaVip ${to.name}, which is in VPC ${topology.haVips.get(to.name)?.vpc}.`,
        )
      case 'natGateway': {
        const of = topology.vpcNatGateways.has(to.name) ? 'A NAT IP' : 'An EIP'
        return words(`${of} of NAT gateway ${to.name}.`)
      }
      case 'app':
        return words(`The EIP of an instance of ${to.name}.`)
      case 'internet':
        return words(`A public address: ${to.name} is on the Internet.`)
      case 'endpoint':
        return words(
          `The address of endpoint ${to.name}, which is in VPC ${topology.endpoints.get(to.name)?.vpc}.`,
        )
      case 'loadBalancer':
        return words(`An address of load balancer ${to.name}.`)
      case 'gateway':
        return words(`An address of inference gateway ${to.name}.`)
      case 'service':
        return words(`The Kubernetes service name ${to.name}.`)
      case 'name': {
        const resolving = this.#hops.find(({ stage }) => stage === 'resolve-name')
        return words(
          `The name ${to.name}. ${resolving?.code === undefined ? (resolving?.why ?? '') : ''}`.trim(),
        )
      }
    }
  }

  #network(): DiagnosisStep {
    const { answer } = this.#tale.story
    const told = toldOf(this.#tale.story)
    if (told === undefined)
      return WRONG_ADDRESS.includes(answer.code!)
        ? notReached('network')
        : step('network', 'bad', [this.#reason()])
    return this.#judged('network')
  }

  #whitelist(): DiagnosisStep {
    const { to } = this.#question.flow
    const nothing = [words('The target has no whitelist: it lets everybody call.')]
    // Whoever has one asks it at the end of the first leg.
    const isAsked = this.#hops.some(({ stage }) => stage === 'service-whitelist')
    if (isAsked && (to.kind === 'name' || to.kind === 'loadBalancer' || to.kind === 'gateway'))
      return this.#judged('whitelist')
    // Nobody knows yet who it is.
    if (to.kind === 'name' && toldOf(this.#tale.story) === undefined) return notReached('whitelist')
    const isListed = this.#moment.tables.topology.gateways.get(to.name)?.kind === 'managed'
    if (to.kind === 'gateway' && isListed) return notReached('whitelist')
    const isOpen =
      to.kind !== 'db' && this.#moment.tables.topology.internet.get(to.name)?.whitelist === undefined
    return isOpen ||
      to.kind === 'app' ||
      to.kind === 'server' ||
      to.kind === 'natGateway' ||
      to.kind === 'loadBalancer' ||
      to.kind === 'service' ||
      to.kind === 'name'
      ? step('whitelist', 'idle', nothing)
      : this.#judged('whitelist')
  }

  #filters(): DiagnosisStep {
    const step = this.#judged('filters')
    const isBefore = this.#blockersAt('telnet').length > 0 || this.#blockersAt('client').length > 0
    const isBalanced = this.#hops.some(({ stage }) => stage === 'listener')
    return step.found === 'notReached' && isBalanced && isBefore
      ? idle('filters', 'No security group is asked before the balancer has picked a server.')
      : step
  }

  /** The hops of a step: what drops if something does, else what lets the packet pass. */
  #judged(kind: StepKind): DiagnosisStep {
    if (toldOf(this.#tale.story) === undefined) return notReached(kind)
    const hops = this.#hops.filter((hop) => stepOf(hop) === kind)
    const blockers = this.#blockersAt(kind)
    if (blockers.length > 0) return step(kind, 'bad', blockers)
    const known = hops.filter(({ verdict }) => verdict === 'passed')
    return known.length === 0 ? notReached(kind) : step(kind, 'good', known.map(asFound))
  }

  /** Ping asks nothing of the service, only of the way. */
  #ping(): DiagnosisStep {
    const { flow, destination } = this.#question
    const { tables, live } = this.#moment
    const wishes = destination === undefined ? {} : { destination }
    const story: Story = tell(
      tables,
      live,
      { ...flow, protocol: flow.ip === 'v6' ? ICMPV6 : ICMP, port: 0 },
      this.#tale.story.slot,
      wishes,
    )
    if (story.answer.reachable) return step('ping', 'good', [words('ping gets an answer.')])
    const text =
      'ping gets no answer. That alone proves nothing: ICMP needs rules of its own, and the service does not need ICMP.'
    const found: Found[] = [words(text)]
    for (const hop of toldOf(story)?.explanation.hops ?? [])
      if (hop.code !== undefined) found.push(asFound(hop))
    return step('ping', 'idle', found)
  }

  #telnet(): DiagnosisStep {
    const { protocol, port } = this.#question.flow
    const blockers = this.#blockersAt('telnet')
    if (blockers.length > 0) return step('telnet', 'bad', blockers)
    if (!this.#tale.story.answer.reachable && this.#blockersAt('client').length === 0)
      return step('telnet', 'bad', [words('No connection comes about.')])
    if (protocol === TCP) return step('telnet', 'good', [words(`telnet connects to port ${port}.`)])
    return step('telnet', 'idle', [words('telnet speaks TCP only; the packet that was asked about arrives.')])
  }

  /** A client that does not take the certificate has a connection, and gives it up. */
  #client(): DiagnosisStep {
    const blockers = this.#blockersAt('client')
    if (blockers.length > 0) return step('client', 'bad', blockers)
    if (this.#question.flow.protocol !== TCP)
      return step('client', 'idle', [
        words('What was asked about arrives. Ask again with the protocol and the port of the client.'),
      ])
    return step('client', 'good', [
      words(
        'The network is ruled out. If the client still fails, look at the configuration of the application: address, port, user, password, pool size.',
      ),
    ])
  }

  #blockersAt(kind: StepKind): Found[] {
    return this.#hops
      .filter((hop) => hop.verdict === 'dropped' && this.#blockedStepOf(hop) === kind)
      .map(asFound)
  }

  /** An HTTP listener connects to anybody and answers with an error, which only the client of the service sees. */
  #blockedStepOf(hop: AnyHop): StepKind {
    const isHttp = this.#hops.some(({ stage }) => stage === 'l7-rule')
    switch (hop.stage) {
      case 'listener':
        return hop.code === 'K8S_SERVICE_OUTSIDE_VPC' ? 'network' : 'telnet'
      case 'l7-rule':
        return 'client'
      case 'pick-backend':
      case 'deliver':
        return isHttp ? 'client' : 'telnet'
      default:
        return stepOf(hop)
    }
  }

  #reason(): Found {
    const { code, details } = this.#tale.story.answer
    return { kind: 'reason', code: code!, details }
  }
}

/** The step that looks at what decides in this hop. */
function stepOf({ stage, code }: AnyHop): StepKind {
  if (code !== undefined && WRONG_ADDRESS.includes(code)) return 'address'
  switch (stage) {
    case 'resolve-name':
      return 'address'
    case 'service-whitelist':
      return 'whitelist'
    case 'sg-out':
    case 'sg-in':
    case 'acl-out':
    case 'acl-in':
    case 'acl-transit':
    case 'return-acl-transit':
    case 'return-acl-out':
    case 'return-acl-in':
      return 'filters'
    case 'tls':
      return 'client'
    case 'originate':
    case 'deliver':
      return 'telnet'
    default:
      return 'network'
  }
}

function step(kind: StepKind, found: DiagnosisStep['found'], findings: readonly Found[]): DiagnosisStep {
  return { kind, found, findings }
}

function idle(kind: StepKind, text: string): DiagnosisStep {
  return step(kind, 'idle', [words(text)])
}

function notReached(kind: StepKind): DiagnosisStep {
  return step(kind, 'notReached', [])
}

function words(text: string): Found {
  return { kind: 'words', text }
}

function asFound(hop: AnyHop): Found {
  return { kind: 'hop', hop }
}
