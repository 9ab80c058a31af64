/** A listener of a load balancer: facts/load-balancing 1.2, 2.2, 2.3 and 2a.2. */
import type { CidrSet } from '../net/cidr-set.ts'
import type { ForwardingRule } from './forwarding-rule.ts'
import type { HealthCheck } from './health-check.ts'
import type { Origin } from './origin.ts'
import type { StickySession } from './server-group.ts'

export type Listener = AlbListener | ClbHttpListener | ClbStreamListener | NlbListener

/** Layer 7: it sees requests. */
export type HttpListener = AlbListener | ClbHttpListener

/** Layer 4: it sees connections, and neither requests nor rules. */
export type StreamListener = ClbStreamListener | NlbListener

export function isStream(listener: Listener): listener is StreamListener {
  return listener.kind === 'clbStream' || listener.kind === 'nlb'
}

/** Certificates that it may show, the default one first; none where it does not speak TLS. */
export function certificatesOf(listener: Listener): readonly string[] {
  return listener.kind === 'clbStream' ? [] : listener.certificates
}

/** Does it hear on that port? */
export function hears(listener: Listener, port: number): boolean {
  const { port: first } = listener
  return first <= port && port <= (listener.kind === 'nlb' ? (listener.lastPort ?? first) : first)
}

export interface AlbListener extends ListenerCommon, HttpSettings {
  readonly kind: 'alb'
  readonly protocol: 'http' | 'https' | 'quic'
  /** Of both directions, in any order; priorities decide (1.4). */
  readonly rules: readonly ForwardingRule[]
  /** Server group of the default rule (1.2); absent: the empty one that a controller makes, 503 (4.1). */
  readonly defaultGroup?: string
  /** Proxies whose word on the client is taken, for limits of one client (1.7, 1.13); absent: nobody's. */
  readonly trustedProxies?: CidrSet
}

export interface ClbHttpListener extends ListenerCommon, HttpSettings, ClbBalancing {
  readonly kind: 'clbHttp'
  readonly protocol: 'http' | 'https'
  readonly urlRules: readonly UrlRule[]
  readonly defaultGroup?: string
  /** `ListenerForward`: every request is redirected to this HTTPS port (2.3). */
  readonly forwardPort?: number
}

export interface ClbStreamListener extends ListenerCommon, ClbBalancing {
  readonly kind: 'clbStream'
  readonly protocol: 'tcp' | 'udp'
  readonly defaultGroup?: string
  /** Idle time of a TCP session, 10 s to 900 s (2.2). */
  readonly establishedTimeoutUs: number
  /** Absent: off (2.2). */
  readonly drainUs?: number
  /** By source IP; 0 is off (2.2). */
  readonly persistenceUs: number
}

/** Scheduler, checks and drain are those of its server group (2a.2, 2a.3). */
export interface NlbListener extends ListenerCommon {
  readonly kind: 'nlb'
  /** `tcpssl` ends TLS and speaks TCP with the servers. */
  readonly protocol: 'tcp' | 'udp' | 'tcpssl'
  /** Present: it hears on all ports from `port` to this one. */
  readonly lastPort?: number
  readonly defaultGroup?: string
  /** Of TCPSSL, the default one first; else empty. */
  readonly certificates: readonly string[]
  /** 1 s to 900 s. */
  readonly idleTimeoutUs: number
}

interface ListenerCommon {
  readonly name: string
  readonly port: number
  /** A CLB listener is made stopped (2.1); absent means that it runs. */
  readonly isStopped?: boolean
  readonly access?: AccessControl
  readonly origin: Origin
}

export interface HttpSettings {
  readonly idleTimeoutUs: number
  /** No answer of the server in this time: 504. */
  readonly requestTimeoutUs: number
  /** Names of certificates, the default one first; empty but for HTTPS and QUIC. */
  readonly certificates: readonly string[]
  readonly forwardedFor: 'append' | 'remove'
  /** Headers that it adds: `x-forwarded-proto`, `x-forwarded-port`, `slb-id`, … in lower case (1.13, 2.3). */
  readonly addedHeaders: readonly string[]
}

/** CLB keeps at the listener what ALB keeps at the group; a rule with `sync: off` has its own (2.6). */
export interface ClbBalancing {
  readonly scheduler: ClbScheduler
  readonly sticky?: StickySession
  /** Absent: switched off, servers always count as sound (2.4). */
  readonly healthCheck?: HealthCheck
}

export type ClbScheduler = 'wrr' | 'rr' | 'wlc' | 'sch' | 'tch' | 'qch'

/** A domain and/or URL rule of CLB: most specific first, no priorities (2.6). */
export interface UrlRule {
  readonly name: string
  /** Lower case, perhaps `*.` in front; absent: any, asked after those with a domain. */
  readonly domain?: string
  /** A plain text prefix. */
  readonly url?: string
  readonly group: string
  /** Present: its own settings in place of the listener's. */
  readonly own?: ClbBalancing
  readonly origin: Origin
}

/** Up to three lists, all of one type (1.12, 2.7); a white one without entries lets everybody pass. */
export interface AccessControl {
  readonly type: 'white' | 'black'
  readonly lists: readonly AccessList[]
}

export interface AccessList {
  readonly name: string
  readonly set: CidrSet
  readonly texts: readonly string[]
  readonly origin: Origin
}
