/**
 * Which change could help against what blocks these flows? A table from the code of a reason to makers of edits, asked
 * with the first thing that stops each of them. Whether an edit helps is for `proven-fix.ts` to find out.
 *
 * To add one: write an `EditMaker` (`blocked.ts`) into the file of its kind, `NOUN-edits.ts`. It gets everybody who is
 * stopped for the reason and returns edits, each made so that it serves all of them at once: words that are an order,
 * the place and its lines (`EditPlace` says how they read), and `apply`, which makes another draft of a draft and never
 * changes one. A new kind of edit needs a weight in `edit-kind.ts`. Then name the maker below, under its code; within a
 * row the more natural comes first. What the cloud refuses, and what does not help, is sorted out behind this file. A
 * reason without a row has advice and no fix.
 */
import type { Story } from '../datapath/story.ts'
import { acceptEntries } from './acl-edits.ts'
import { listAtListener } from './balancer-edits.ts'
import { type Blocked, type EditMaker, firstBlocked, obtain, type Setting } from './blocked.ts'
import {
  callEipInUse,
  callInternalAddress,
  callOwnEip,
  callPublicAddress,
  callServedPort,
} from './caller-edits.ts'
import { acceptRoutes, associate, leadIntoCen, propagate, publishExit, publishToVpc } from './cen-edits.ts'
import { bindInNatMode, leadToListener, leadToServer } from './dnat-edits.ts'
import { bindDomain, renewCertificates, showCertificate } from './domain-edits.ts'
import type { Edit } from './edit.ts'
import { addSnatEntries, bindEntryEips, rentNatGateways } from './egress-edits.ts'
import { giveEips, rentPublicEndpoint, takeEipAway } from './eip-edits.ts'
import { linkVpc, listAtGateway, listAtLink, switchEntryOn } from './gateway-edits.ts'
import { deleteInPublicMode } from './ipv4-gateway-edits.ts'
import { addListeners, startListeners } from './listener-edits.ts'
import { callMembersWhereServed } from './member-edits.ts'
import { hideClients } from './nlb-edits.ts'
import { connectVpcs } from './peering-edits.ts'
import { changeTable, mendRoutes, routeBack, routeToGateways, routeToIpv4Gateway } from './route-edits.ts'
import { acceptRules, overruleDrops } from './security-edits.ts'
import { listenOnPorts, startServers } from './server-edits.ts'
import { listAtDatabase, listAtHost } from './whitelist-edits.ts'

/** By the code of the reason. */
const MAKERS: Readonly<Record<string, readonly EditMaker[]>> = {
  SERVER_NOT_RUNNING: [startServers],
  SG_NO_ALLOW_OUT: [acceptRules],
  SG_NO_ALLOW_IN: [acceptRules],
  SG_DENY_RULE: [overruleDrops],
  SG_RETURN_DENIED: [acceptRules, overruleDrops],
  LB_ACL_DENIED: [listAtListener],
  LISTENER_ABSENT: [startListeners, callServedPort, addListeners],
  BACKEND_PORT_MISMATCH: [callMembersWhereServed],
  LB_HAIRPIN: [hideClients],
  ACL_DENY_OUT: [acceptEntries],
  ACL_DENY_IN: [acceptEntries],
  ACL_RETURN_DENIED: [acceptEntries],
  ACL_TRANSIT_DENIED: [acceptEntries],
  NO_ROUTE: [routeToGateways, changeTable, callPublicAddress],
  ROUTE_TARGET_DOWN: [mendRoutes, callPublicAddress],
  IPV4GW_ROUTE_MISSING: [routeToIpv4Gateway, changeTable],
  VPC_LEFT_PRIVATE: [deleteInPublicMode],
  NO_RETURN_ROUTE: [routeBack, callPublicAddress],
  ASYMMETRIC_NAT: [routeBack],
  PEERING_NOT_TRANSITIVE: [connectVpcs, routeToGateways, callPublicAddress],
  VPC_NOT_CONNECTED: [connectVpcs],
  DB_OTHER_VPC: [connectVpcs, callPublicAddress, rentPublicEndpoint],
  TR_ASSOCIATION_MISSING: [associate],
  TR_PROPAGATION_MISSING: [propagate],
  TR_ROUTE_MISSING: [publishExit],
  CEN_ROUTE_NOT_PUBLISHED: [publishToVpc],
  CEN_ROUTE_NOT_ACCEPTED: [acceptRoutes],
  CEN_ROUTE_CONFLICT: [leadIntoCen],
  ROUTE_LOSES_TO_MORE_SPECIFIC: [leadIntoCen],
  PRIVATE_ADDRESS_TO_INTERNET: [callPublicAddress, rentPublicEndpoint],
  VPC_NO_INTERNET_BY_DEFAULT: [rentNatGateways, giveEips, publishExit],
  DOMAIN_NOT_BOUND: [bindDomain],
  CNAME_MISSING: [bindDomain],
  CERT_NAME_MISMATCH: [showCertificate],
  CERT_EXPIRED: [renewCertificates],
  SNAT_NO_ENTRY: [addSnatEntries],
  SNAT_ENTRY_WITHOUT_EIP: [bindEntryEips],
  NAT_NO_SESSION: [leadToListener],
  DNAT_HAIRPIN: [bindInNatMode],
  DNAT_TARGET_HAS_EIP: [callOwnEip, takeEipAway],
  EIP_NONE_ON_INSTANCE: [leadToServer, giveEips],
  EIP_NOT_BOUND: [callEipInUse],
  PORT_NOT_SERVED: [callServedPort, listenOnPorts],
  SOURCE_NOT_WHITELISTED: [listAtHost],
  DB_WHITELIST_LACKS_VSWITCH: [listAtDatabase],
  DB_WHITELIST_LACKS_EGRESS_IP: [listAtDatabase],
  GW_PUBLIC_ENTRY_OFF: [switchEntryOn, linkVpc],
  GW_PUBLIC_WHITELIST_EMPTY: [listAtGateway, linkVpc],
  GW_PUBLIC_WHITELIST_MISS: [listAtGateway, linkVpc],
  GW_VPC_WHITELIST_MISS: [listAtLink],
  GW_VPC_NOT_ADDED: [linkVpc, switchEntryOn],
  GW_VPC_REMOVED: [linkVpc, switchEntryOn],
}

/** May help whatever it is that blocks. */
const ALWAYS: readonly EditMaker[] = [callInternalAddress]

export function editsFor(stories: readonly Story[], setting: Setting): Edit[] {
  const byCode = new Map<string, Blocked[]>()
  const blocked = firstBlocked(stories)
  for (const one of blocked) obtain(byCode, one.code, () => []).push(one)
  return [
    ...ALWAYS.flatMap((make) => make(blocked, setting)),
    ...[...byCode].flatMap(([code, alike]) => (MAKERS[code] ?? []).flatMap((make) => make(alike, setting))),
  ]
}
