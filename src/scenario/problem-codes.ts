/**
 * Every code that a mistake in a scenario file can have: one sentence, and where the rule comes from. Codes in
 * capitals are ours; the others are the cloud's own, spelt as the cloud spells them.
 */
import { BALANCER_CODES } from './balancer-codes.ts'
import { CLB_PROBLEM_CODES } from './clb-problem-codes.ts'
import { GATEWAY_CODES } from './gateway-codes.ts'
import { MANIFEST_CODES } from './manifest-codes.ts'
import { PRICE_CODES } from './price-codes.ts'

export interface ProblemCodeRow {
  readonly sentence: string
  /** Row of the fact sheets, or the document of ours that asks for it. */
  readonly source: string
}

export const PROBLEM_CODES = {
  SCENARIO_SYNTAX: { sentence: 'The file is no YAML 1.2.', source: 'docs/scenario-file.md' },
  SCENARIO_SCHEMA: {
    sentence: 'A value is not of the kind that its key takes.',
    source: 'docs/scenario-file.md',
  },
  FORMAT_UNSUPPORTED: {
    sentence: 'The file is written in a version of the format that this program does not know.',
    source: 'docs/scenario-file.md',
  },
  UNKNOWN_KEY: { sentence: 'A key has no meaning where it stands.', source: 'docs/scenario-file.md' },
  MISSING_KEY: { sentence: 'A key that is needed is missing.', source: 'docs/scenario-file.md' },
  DUPLICATE_KEY: { sentence: 'A key stands twice in one map.', source: 'docs/scenario-file.md' },
  KEYS_EXCLUSIVE: {
    sentence: 'Keys that exclude each other stand together, or none of them does.',
    source: 'docs/scenario-file.md',
  },
  VALUE_OUT_OF_RANGE: {
    sentence: 'A number or a duration is too small or too large.',
    source: 'docs/scenario-file.md',
  },
  NAME_INVALID: {
    sentence: 'A name has characters that names cannot have.',
    source: 'docs/scenario-file.md',
  },
  NAME_DUPLICATE: {
    sentence: 'Two resources of one kind have the same name.',
    source: 'docs/scenario-file.md',
  },
  DURATION_INVALID: { sentence: 'A text is not a duration with its unit.', source: 'docs/scenario-file.md' },
  RATE_INVALID: { sentence: 'A text is not a rate with its unit.', source: 'docs/scenario-file.md' },
  SIZE_INVALID: { sentence: 'A text is not a size with its unit.', source: 'docs/scenario-file.md' },
  REFERENCE_UNDEFINED: { sentence: 'A name leads nowhere.', source: 'docs/scenario-file.md' },
  REASON_UNKNOWN: {
    sentence: 'An expectation names a reason code that cannot come there.',
    source: 'docs/scenario-file.md',
  },
  REFERENCE_DUPLICATE: { sentence: 'A list names the same thing twice.', source: 'docs/scenario-file.md' },
  ENDPOINT_AMBIGUOUS: { sentence: 'A bare name fits several endpoints.', source: 'docs/scenario-file.md' },
  FLOW_OUTSIDE: {
    sentence: 'A flow between two hosts of the Internet touches nothing of the scenario.',
    source: 'docs/scenario-file.md',
  },
  FLOW_FROM_DATABASE: {
    sentence: 'A flow begins at a database, which calls nobody.',
    source: 'docs/scenario-file.md',
  },
  PUBLIC_ENDPOINT_ABSENT: {
    sentence: 'A flow calls the public address of a database that has none.',
    source: 'facts/vpc R9.4',
  },
  FEATURE_NOT_MODELLED: {
    sentence: 'The design names this, but this version does not model it yet.',
    source: 'docs/scenario-file.md',
  },
  TIME_OUTSIDE_RUN: {
    sentence: 'A time lies outside the run, or a window is empty.',
    source: 'docs/scenario-file.md',
  },
  CREATE_DUPLICATE: { sentence: 'An application is created twice.', source: 'docs/scenario-file.md' },
  SET_PATH: {
    sentence: 'The path of a set entry does not lead to a configuration that can change.',
    source: 'docs/scenario-file.md',
  },
  LIMIT_TEXT: { sentence: 'The file is too long.', source: 'docs/scenario-file.md' },
  LIMIT_DEPTH: { sentence: 'Maps and lists stand too deep in one another.', source: 'docs/scenario-file.md' },
  LIMIT_ALIASES: {
    sentence: 'Aliases stand for too many values, or for themselves.',
    source: 'docs/scenario-file.md',
  },
  LIMIT_ENTRIES: { sentence: 'A map or a list has too many entries.', source: 'docs/scenario-file.md' },
  LIMIT_INSTANCES: {
    sentence: 'The applications have too many instances together.',
    source: 'docs/scenario-file.md',
  },
  LIMIT_ADDRESSES: {
    sentence: 'The pools and gateways have too many addresses together.',
    source: 'docs/scenario-file.md',
  },
  ADDRESS_INVALID: {
    sentence: 'A text is not an IPv4 address in plain decimal.',
    source: 'docs/scenario-file.md',
  },
  ADDRESS_OUTSIDE_VSWITCH: {
    sentence: 'A private address does not lie in the vSwitch it is taken from.',
    source: 'facts/vpc R1.14',
  },
  IPV6_ADDRESS_ABSENT: {
    sentence: 'Something needs an IPv6 address that is not there.',
    source: 'facts/vpc R1.15, R8.1',
  },
  IPV6_EGRESS_RULE_WITHOUT_BANDWIDTH: {
    sentence: 'An egress-only rule needs the Internet bandwidth of the address first.',
    source: 'facts/vpc R8.2',
  },
  ADDRESS_RESERVED: {
    sentence: 'A private address is one that the cloud keeps for itself.',
    source: 'facts/vpc R1.14',
  },
  ADDRESS_DUPLICATE: { sentence: 'An address belongs to two holders.', source: 'facts/vpc R3.1' },
  ADDRESS_NOT_PUBLIC: {
    sentence: 'An address of the Internet is private or reserved.',
    source: 'facts/vpc R1.3, R1.21',
  },
  DOMAIN_NAME_INVALID: {
    sentence: 'A text is not a domain name in lower case, or not the name of a record.',
    source: 'facts/vpc R8.5',
  },
  FLOW_DIRECTION: {
    sentence: 'A flow begins at a name or an endpoint, or calls an endpoint from the Internet.',
    source: 'facts/vpc R8.9',
  },
  PRIVATE_ZONE_DUPLICATE: {
    sentence: 'Two private zones of one domain are bound to one VPC.',
    source: 'facts/vpc R8.5',
  },
  CNAME_LOOP: { sentence: 'CNAME records lead in a circle.', source: 'facts/vpc R8.5' },
  ENDPOINT_ZONE_MISMATCH: {
    sentence: 'An endpoint has an ENI in a zone that its service does not have.',
    source: 'facts/vpc R8.9',
  },
  ENDPOINT_ZONE_TWICE: {
    sentence: 'An endpoint or an endpoint service has two vSwitches of one zone.',
    source: 'facts/vpc R8.9',
  },
  ENDPOINT_VPC_MISMATCH: {
    sentence: 'vSwitches, security group or servers of an endpoint or of its service are of another VPC.',
    source: 'facts/vpc R8.9',
  },
  CIDR_INVALID: {
    sentence: 'A text is not a CIDR block, or not one that may stand here.',
    source: 'facts/vpc R1.8',
  },
  CIDR_OVERLAP: {
    sentence: 'Two blocks of one VPC, or of two that are peered, overlap.',
    source: 'facts/vpc R1.8, R7.3',
  },
  CEN_ZONE_DUPLICATE: {
    sentence: 'Two vSwitches of a CEN attachment lie in one zone.',
    source: 'facts/vpc R7.6',
  },
  CEN_ONE_ZONE: {
    sentence: 'A CEN attachment has a vSwitch in one zone only, although the VPC has others.',
    source: 'facts/vpc R7.6',
  },
  CEN_NOT_PUBLISHABLE: {
    sentence: 'A route that is to be published to a CEN is not there, or leads where none can be published.',
    source: 'facts/vpc R7.8',
  },
  PEERING_DUPLICATE: { sentence: 'Two peerings connect the same VPCs.', source: 'facts/vpc R7.1' },
  ENHANCED_MODE_UNSUPPORTED: {
    sentence: 'The database has no enhanced whitelist mode.',
    source: 'facts/vpc 9.2',
  },
  ENHANCED_MODE_FINAL: {
    sentence: 'A whitelist in enhanced mode was to go back to standard mode.',
    source: 'facts/vpc 9.2',
  },
  QUOTA_EXCEEDED: {
    sentence: 'A quota without an error code of its own is exceeded.',
    source: 'facts/vpc 1.3, 4.4, 5.2',
  },
  InvalidParameter: {
    sentence: 'A block is not valid for a VPC, or not in its VPC.',
    source: 'facts/vpc R1.2, R1.3, R1.9',
  },
  'QuotaExceeded.Vpc': { sentence: 'The VPC quota of the region is exceeded.', source: 'facts/vpc 1.4' },
  'QuotaExceeded.VSwitch': { sentence: 'The vSwitch quota of the VPC is exceeded.', source: 'facts/vpc 1.4' },
  'InvalidUserCidr.Malformed': { sentence: 'A user CIDR is no CIDR block.', source: 'facts/vpc 1.4' },
  'InvalidCidrBlock.Malformed': {
    sentence: 'The block of a vSwitch is no CIDR block.',
    source: 'facts/vpc 1.4',
  },
  'InvalidUserCidr.Quota': { sentence: 'A VPC has more than three user CIDRs.', source: 'facts/vpc R1.20' },
  'InvalidCirdrBlock.MaskLength': {
    sentence: 'The mask of a vSwitch is not /16 to /29.',
    source: 'facts/vpc R1.9',
  },
  'InvalidCidrBlock.Overlapped': { sentence: 'Two vSwitches of one VPC overlap.', source: 'facts/vpc R1.11' },
  'InvalidZoneId.NotFound': { sentence: 'A zone is not in the region.', source: 'facts/vpc R1.10' },
  'QuotaExceed.SecurityGroup': {
    sentence: 'The quota of security groups is exceeded.',
    source: 'facts/vpc 5.3',
  },
  AclLimitExceed: {
    sentence: 'The security groups of an ENI have too many rules together.',
    source: 'facts/vpc 5.2, 5.3',
  },
  SecurityGroupInstanceLimitExceeded: {
    sentence: 'A security group has too many private addresses.',
    source: 'facts/vpc R5.5, 5.3',
  },
  AuthorizationLimitExceed: { sentence: 'A security group has too many rules.', source: 'facts/vpc 5.3' },
  'InvalidSourceCidrIp.Malformed': {
    sentence: 'The source of a security rule is no CIDR block.',
    source: 'facts/vpc 5.3',
  },
  'InvalidDestCidrIp.Malformed': {
    sentence: 'The destination of a security rule is no CIDR block.',
    source: 'facts/vpc 5.3',
  },
  'InvalidPriority.Malformed': { sentence: 'A priority is no whole number.', source: 'facts/vpc 5.3' },
  'InvalidPriority.ValueNotSupported': { sentence: 'A priority is not 1 to 100.', source: 'facts/vpc R5.8' },
  'InvalidIpProtocol.ValueNotSupported': {
    sentence: 'A rule names a protocol that rules do not know.',
    source: 'facts/vpc 5.3',
  },
  'InvalidParam.PortRange': { sentence: 'A port range is not one of 1 to 65535.', source: 'facts/vpc 5.3' },
  OperationDenied: { sentence: 'Protocol and port range do not match.', source: 'facts/vpc 5.3' },
  'MissingParameter.Source': { sentence: 'An ingress rule names no source.', source: 'facts/vpc 5.3' },
  'MissingParameter.Dest': { sentence: 'An egress rule names no destination.', source: 'facts/vpc 5.3' },
  'InvalidSourceGroupId.Mismatch': {
    sentence: 'A rule names a security group of another VPC.',
    source: 'facts/vpc R5.15',
  },
  'InvalidParamter.Conflict': { sentence: 'A security group refers to itself.', source: 'facts/vpc 5.3' },
  ADVANCED_GROUP: {
    sentence: 'An advanced security group cannot do what a basic one can.',
    source: 'facts/vpc R5.3, R5.4',
  },
  'QuotaExceeded.Eip': {
    sentence: 'The EIP quota of the account is exceeded.',
    source: 'facts/vpc 3.3, 3.6',
  },
  'OperationFailed.VswNotBelongToVpc': {
    sentence: 'A NAT gateway names a vSwitch of another VPC.',
    source: 'facts/vpc 4.7',
  },
  'Forbidden.SnatEntryCountLimited': {
    sentence: 'A NAT gateway has too many SNAT entries.',
    source: 'facts/vpc 4.7',
  },
  'Forbidden.SourceVSwitchId.Duplicated': {
    sentence: 'A vSwitch has two SNAT entries on one gateway.',
    source: 'facts/vpc R4.12',
  },
  'OperationUnsupported.CidrConflict': {
    sentence: 'Two SNAT entries of a gateway have the same source.',
    source: 'facts/vpc R4.12',
  },
  'InvalidSnatIp.NotFound': {
    sentence: 'An SNAT entry names an EIP that its gateway has not.',
    source: 'facts/vpc R4.14',
  },
  Forbindden: {
    sentence: 'An SNAT entry for one instance stands beside the EIP of that instance.',
    source: 'facts/vpc R4.13',
  },
  ZONE_NO_AVAILABLE_IP: {
    sentence: 'The vSwitch of a NAT gateway has no address left for it.',
    source: 'facts/vpc 4.7',
  },
  InvalidNexthopListSize: {
    sentence: 'A list of next hops has not 2 to 4 entries.',
    source: 'facts/vpc 2.4, R2.17',
  },
  'Duplicated.VpcNextHop': { sentence: 'A list names one next hop twice.', source: 'facts/vpc 2.4' },
  SNAT_IP_POOL_COUNT_TOO_MANY: {
    sentence: 'An SNAT entry has more than 64 EIPs.',
    source: 'facts/vpc 4.4, 4.7',
  },
  SNAT_SOURCE_OUTSIDE_VPC: {
    sentence: 'The source of an SNAT entry is not in the VPC of its gateway.',
    source: 'facts/vpc R4.10',
  },
  InvalidCidrBlock: {
    sentence: 'A route leads into a vSwitch or to cloud services, where local routes win.',
    source: 'facts/vpc R2.9, R2.10',
  },
  'InvalidCIDRBlock.Duplicate': {
    sentence: 'A route table has two routes for one destination.',
    source: 'facts/vpc R2.11, R2.22',
  },
  QuotaExceeded: { sentence: 'A route table has too many custom routes.', source: 'facts/vpc 2.4' },
  InvalidNextHopType: { sentence: 'A route leads to what is no next hop.', source: 'facts/vpc 2.4' },
  'InvalidNextHopId.NotFound': {
    sentence: 'The next hop of a route is not in its VPC.',
    source: 'facts/vpc R2.4, 2.4',
  },
  'InvalidRouteTableId.NotFound': {
    sentence: 'An IPv4 gateway names a route table that its VPC has not.',
    source: 'facts/vpc 2.4',
  },
  'InvalidIp.NotInNatgw': {
    sentence: 'A DNAT entry names an EIP that its gateway has not.',
    source: 'facts/vpc 4.7',
  },
  'Forbidden.InternalIpOutOfVpcCIDR': {
    sentence: 'A DNAT entry leads to an address outside of the VPC.',
    source: 'facts/vpc 4.7',
  },
  'InvalidProtocal.ValueNotSupported': {
    sentence: 'A DNAT entry for ports does not name tcp or udp.',
    source: 'facts/vpc R4.21, 4.7',
  },
  'InvalidExternalPort.Malformed': {
    sentence: 'The external port of a DNAT entry is missing or none.',
    source: 'facts/vpc 4.7',
  },
  'InvalidInternalPort.Malformed': {
    sentence: 'The internal port of a DNAT entry is none, or its range has another size.',
    source: 'facts/vpc R4.21, 4.7',
  },
  BIND_INSTANCE_HAVE_PORTMAP_OR_BIND_EIP: {
    sentence: 'An instance has an EIP and a DNAT entry at once.',
    source: 'facts/vpc R4.23, R4.27',
  },
  DNAT_TARGET: {
    sentence: 'A DNAT entry leads to a load balancer, and not to an ENI.',
    source: 'facts/vpc R4.23',
  },
  DNAT_DUPLICATE: {
    sentence: 'Two DNAT entries of a gateway take the same port, outside or inside.',
    source: 'facts/vpc R4.20',
  },
  DNAT_PORT_BREAK_MISSING: {
    sentence: 'A DNAT port above 1024 shares its EIP with SNAT without a port break.',
    source: 'facts/vpc R4.29',
  },
  VSWITCH_ATTACHED_TWICE: {
    sentence: 'A vSwitch has two network ACLs or two route tables.',
    source: 'facts/vpc R2.2, R6.1',
  },
  HAVIP_MEMBER: {
    sentence: 'A HaVip names a member that cannot hold it, or an active one that is no member.',
    source: 'facts/vpc 2.2',
  },
  'CountLimitExceed.HaVipRouteEntry': {
    sentence: 'A route table has too many routes to HaVips.',
    source: 'facts/vpc 1.3, 2.4',
  },
  InvalidBindingStatus: {
    sentence: 'The EIP cannot be bound in this mode.',
    source: 'facts/vpc 3.6, R2.23',
  },
  FORBIDDEN_USE_VPC_AS_INTERNET_GATEWAY: {
    sentence: 'The gateway route table leads addresses elsewhere that are not of the VPC.',
    source: 'facts/vpc 2.4',
  },
  VPC_MISMATCH: {
    sentence: 'vSwitches stand together that are in several VPCs.',
    source: 'facts/deployment A.7, facts/vpc R6.1',
  },
  'InvalidInstanceId.Mismatch': {
    sentence: 'A security group is in another VPC than what names it.',
    source: 'facts/vpc 5.3',
  },
  'InvalidInstanceId.AlreadyExists': {
    sentence: 'A server joins a security group twice.',
    source: 'facts/vpc 5.3',
  },
  InstanceSecurityGroupLimitExceeded: {
    sentence: 'A server is in too many security groups.',
    source: 'facts/vpc 5.2, 5.3',
  },
  'InvalidVSwitchId.IpNotEnough': {
    sentence: 'A vSwitch has no address left for a server or a database.',
    source: 'facts/deployment A.7',
  },
  'NoComputeResourceQuota.App.Exceed': {
    sentence: 'An application has more instances than its quota.',
    source: 'facts/deployment A.4, A.7',
  },
  'MinReadyInstances.Not.Smaller.Replicas': {
    sentence: 'minReady is not smaller than the number of instances.',
    source: 'facts/deployment A.2',
  },
  'BatchWaitTime.Not.Smaller.Zero': {
    sentence: 'A wait between batches or instances is negative.',
    source: 'facts/deployment A.1',
  },
  MAX_SURGE_ZERO: {
    sentence: 'maxSurge 0 and minReady 100 % exclude each other.',
    source: 'facts/deployment A.2',
  },
  CANARY_OVER_HALF: {
    sentence: 'The gray batch holds more than half of the instances.',
    source: 'facts/deployment A.1',
  },
  SINGLE_INSTANCE_NO_BATCHES: {
    sentence: 'A phased or gray release needs more than one instance.',
    source: 'facts/deployment A.1',
  },
  BATCHES_EXCEED_INSTANCES: {
    sentence: 'There are more batches than instances.',
    source: 'facts/deployment A.1',
  },
  RULE_PRIORITY_DUPLICATE: {
    sentence: 'Two forwarding rules of a listener have one priority.',
    source: 'facts/load-balancing 1.4',
  },
  RULE_DIRECTION: {
    sentence: 'A condition or an action is not of the direction of its forwarding rule.',
    source: 'facts/load-balancing 1.5',
  },
  ALB_EDITION_LACKS: {
    sentence: 'A Basic ALB does not have what a Standard one has.',
    source: 'facts/load-balancing 1.1',
  },
  CONDITION_INVALID: {
    sentence: 'A condition of a forwarding rule has a key or a value that it cannot have.',
    source: 'facts/load-balancing 1.5',
  },
  REGEX_INVALID: {
    sentence: 'A regular expression of a forwarding rule cannot be read.',
    source: 'facts/load-balancing 1.6',
  },
  CAPTURE_COUNT: {
    sentence: 'A forwarding rule uses other groups than its path condition catches, or more than three.',
    source: 'facts/load-balancing 1.6',
  },
  'IllegalParam.Order': {
    sentence: 'A forwarding rule has not exactly one final action, or not at the end.',
    source: 'facts/load-balancing 1.7',
  },
  ACTION_INVALID: {
    sentence: 'An action of a forwarding rule has a value that it cannot have.',
    source: 'facts/load-balancing 1.7',
  },
  ACTION_DUPLICATE: {
    sentence: 'A forwarding rule has an action twice that it may have once.',
    source: 'facts/load-balancing 1.7',
  },
  ACTION_NEEDS_FORWARD: {
    sentence: 'A rewrite or a traffic limit stands in a forwarding rule that does not forward.',
    source: 'facts/load-balancing 1.7',
  },
  HEADER_KEY_FORBIDDEN: {
    sentence: 'A forwarding rule touches a header that the balancer needs itself.',
    source: 'facts/load-balancing 1.7',
  },
  REDIRECT_UNCHANGED: {
    sentence: 'A redirect leads to where the request was.',
    source: 'facts/load-balancing 1.7',
  },
  REDIRECT_TO_HTTP: {
    sentence: 'A redirect of an HTTPS listener leads to HTTP.',
    source: 'facts/load-balancing 1.7',
  },
  VARIABLE_UNKNOWN: {
    sentence: 'A redirect or a rewrite uses a variable that there is not.',
    source: 'facts/load-balancing 1.7',
  },
  VARIABLE_MIXED: {
    sentence: 'Host, port or protocol of a redirect mix a variable with text.',
    source: 'facts/load-balancing 1.7',
  },
  GROUP_NOT_STICKY: {
    sentence: 'Clients are to stick to one of several groups, of which one is not sticky itself.',
    source: 'facts/load-balancing 1.7',
  },
  ...BALANCER_CODES,
  ...GATEWAY_CODES,
  ...MANIFEST_CODES,
  ...PRICE_CODES,
  ...CLB_PROBLEM_CODES,
} as const satisfies Record<string, ProblemCodeRow>

export type ProblemCode = keyof typeof PROBLEM_CODES
