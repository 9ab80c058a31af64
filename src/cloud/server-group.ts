/** A server group: facts/load-balancing 1.8 (ALB), 2.2 (CLB), 2a.3 (NLB). */
import type { Ipv4 } from '../net/ipv4.ts'
import type { HealthCheck } from './health-check.ts'
import type { Origin } from './origin.ts'

export interface ServerGroup {
  readonly name: string
  /** Servers are of this VPC only. */
  readonly vpc: string
  /** Groups of ALB, CLB and NLB are different products. CLB reads only `members` and `masterSlave`. */
  readonly product: 'alb' | 'clb' | 'nlb'
  /** What is spoken with the servers; those of layer 4 are of NLB. */
  readonly protocol: 'http' | 'https' | 'grpc' | 'tcp' | 'udp' | 'tcpUdp'
  readonly members: readonly GroupMember[]
  readonly scheduler: GroupScheduler
  readonly sticky?: StickySession
  /** False: only servers in the zone of the node that took the request. NLB has that switch itself. */
  readonly crossZone: boolean
  /** 30 s to 900 s; absent: off. */
  readonly slowStartUs?: number
  /** 0 cuts at once; absent: off, connections end by themselves. */
  readonly drainUs?: number
  readonly keepsAlive: boolean
  /** Absent: switched off. */
  readonly healthCheck?: HealthCheck
  /** CLB: exactly two members, the first gets everything while it is healthy (2.2). */
  readonly isMasterSlave: boolean
  /** Of NLB, always and only. */
  readonly nlb?: NlbGroup
  readonly origin: Origin
}

export interface NlbGroup {
  /** Servers see the address of the client, not a Local IP (2a.3). */
  readonly preservesClient: boolean
  /** Servers are called on the port that the client has called (2a.3). */
  readonly isAnyPort: boolean
}

export type GroupScheduler = AlbScheduler | NlbScheduler

/** Hash of the source address, of all four addresses and ports, of the QUIC connection. */
export type NlbScheduler = { readonly kind: 'wrr' | 'wlc' | 'rr' | 'sch' | 'tch' | 'qch' }

export type AlbScheduler =
  | { readonly kind: 'wrr' | 'wlc' | 'sch' }
  /** Hash of the value of one named query parameter. */
  | { readonly kind: 'uch'; readonly parameter: string }

/** Weights are 0 to 100; 0 gets nothing. */
export type GroupMember =
  /** Every instance of an application, as long as it is ready: SAE registers and removes them (3.3, 4.5). */
  | { readonly kind: 'app'; readonly app: string; readonly port: number; readonly weight: number }
  /** An ENI of a server: `web-1` or `web-1/eth1`. */
  | { readonly kind: 'server'; readonly server: string; readonly port: number; readonly weight: number }
  /** A plain address, of groups of type Ip. */
  | { readonly kind: 'address'; readonly address: Ipv4; readonly port: number; readonly weight: number }

export type StickySession =
  /** The balancer sets the cookie `SERVERID`. */
  | { readonly kind: 'insert'; readonly timeoutUs: number }
  /** The balancer rewrites a cookie of the application. */
  | { readonly kind: 'server'; readonly cookie: string }
