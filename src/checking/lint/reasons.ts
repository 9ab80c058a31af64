/** Everything that lint can find by itself: what is not wrong, but suspicious. Notices of the reader have their own table. */
import { type Reason, reasonsOf } from '../../cloud/reason.ts'

const table = {
  RULE_SHADOWED: {
    severity: 'warning',
    sentence: 'A rule never decides, because the rules before it take all packets it speaks of.',
    fix: 'Remove {path}, or let it come before {by}.',
    source: 'facts/vpc R5.11, R6.3',
  },
  RULE_DUPLICATE: {
    severity: 'warning',
    sentence: 'A rule only repeats another one that comes before it.',
    fix: 'Remove {path}.',
    source: 'facts/vpc R5.11, R5.17',
  },
  RULE_REDUNDANT: {
    severity: 'info',
    sentence: 'Without the rule, those behind it decide the same.',
    fix: 'Remove {path}, or narrow {by}, which makes it superfluous.',
    source: 'facts/vpc R5.11, R6.3',
  },
  RULE_REPEATS_DEFAULT: {
    severity: 'info',
    sentence: 'A drop rule at the end drops only what is dropped without it.',
    fix: 'Remove {path}, or keep it as a comment with lint-ignore.',
    source: 'facts/vpc R5.1, R6.7',
  },
  RULE_MATCHES_NOTHING: {
    severity: 'warning',
    sentence: 'A rule speaks of no packet at all.',
    fix: 'Give the prefix list of {path} an entry, or remove the rule.',
    source: 'facts/vpc R5.8',
  },
  ACCESS_LIST_LETS_ALL: {
    severity: 'warning',
    sentence: 'A white access list lets everybody pass: it has no entry, or all addresses.',
    fix: 'Put the addresses that may call into {list}, or take `access` away from {listener}.',
    source: 'facts/load-balancing 1.12, section 9 row 1',
  },
  FORWARDING_RULE_SHADOWED: {
    severity: 'warning',
    sentence: 'A forwarding rule never decides, because one with a smaller priority takes all its requests.',
    fix: 'Give {path} a smaller priority than {by}, or remove it.',
    source: 'facts/load-balancing 1.4',
  },
  FORWARDING_RULE_NEVER_MATCHES: {
    severity: 'warning',
    sentence: 'A forwarding rule asks for things that no request has together.',
    fix: 'Write values that are alternatives into one condition of {path}.',
    source: 'facts/load-balancing 1.4',
  },
  FORWARDING_RULE_NEVER_ASKED: {
    severity: 'warning',
    sentence: 'A rule stands at a listener that redirects every request.',
    fix: 'Move {path} to the HTTPS listener, or take the redirect away.',
    source: 'facts/load-balancing 2.3',
  },
  RECORD_LEADS_NOWHERE: {
    severity: 'warning',
    sentence: 'A record is an alias of a name that has no address, for everybody who can ask for it.',
    fix: 'Let {path} lead to another name, or give {name} an address.',
    source: 'facts/vpc R8.5',
  },
  RECORD_HOLDS_ALB_ADDRESS: {
    severity: 'warning',
    sentence:
      'A record has an address of an ALB, which is called by its name: its addresses are its own affair.',
    fix: 'Write cname: {hostname} into {path}; an A record is for the address of a CLB.',
    source: 'facts/load-balancing 1.1; seed 000, questions on domains',
  },
  RULE_UNDECIDED: {
    severity: 'info',
    sentence: 'The rules are so entangled that it was not worked out whether this one ever decides.',
    fix: 'Use fewer rules that cross each other before {path}.',
    source: 'docs/architecture.md',
  },
  WHITELIST_ENTRY_SHADOWED: {
    severity: 'warning',
    sentence: 'Other entries of the whitelist let in everybody whom this one lets in.',
    fix: 'Remove {path}, or the wider entry if that lets in too many.',
    source: 'facts/vpc R9.1',
  },
  WHITELIST_MISSES_POOL: {
    severity: 'warning',
    sentence: 'An instance may get an EIP that is not in the whitelist of a service it calls.',
    fix: 'Add {missing} to the whitelist of {service}: it needs every address of pool {pool}.',
    source: 'facts/vpc R3.16, R9.5',
  },
  WHITELIST_MISSES_SPARE: {
    severity: 'info',
    sentence:
      'A spare EIP of the pool is not in the whitelist of a service; nothing that is declared brings it into use.',
    fix: 'Add {missing} to the whitelist of {service} before the next change.',
    source: 'facts/vpc R3.16, R9.5',
  },
  WHITELIST_MISSES_NAT_EIP: {
    severity: 'warning',
    sentence: 'The SNAT entry that serves the caller has an EIP that is not in the whitelist of the service.',
    fix: 'Add {missing} to the whitelist of {service}: it needs every EIP of the entry.',
    source: 'facts/vpc R4.15, R9.5',
  },
  WHITELIST_MISSES_VSWITCH: {
    severity: 'warning',
    sentence:
      'An instance may get a private address that is not in the whitelist of a service it calls inside the VPC.',
    fix: 'Add the blocks of the vSwitches to the whitelist of {service}: every deployment gives new addresses.',
    source: 'facts/vpc R3.17, R9.3',
  },
  VSWITCH_WITHOUT_SNAT: {
    severity: 'warning',
    sentence:
      'Instances without EIPs may get addresses that no SNAT entry covers, although a NAT gateway is there.',
    fix: 'Add an SNAT entry for vSwitch {vswitch} to NAT gateway {gateway}.',
    source: 'facts/vpc R4.7',
  },
  SNAT_ENTRY_SHADOWED: {
    severity: 'warning',
    sentence: 'An SNAT entry is never used, because entries with longer masks cover all of its source.',
    fix: 'Remove {path}, or one of the narrower entries.',
    source: 'facts/vpc R4.11',
  },
  SNAT_ENTRY_UNUSED: {
    severity: 'warning',
    sentence: 'No packet of the scenario can use an SNAT entry.',
    fix: 'Remove {path}, or check which vSwitches and routes it is meant for.',
    source: 'facts/vpc Sec. 3.5, R4.7',
  },
  EIP_POOL_BELOW_SCALE: {
    severity: 'warning',
    sentence: 'After the scale there are as many instances as the pool has addresses, or more.',
    fix: 'Give pool {pool} at least {needed} addresses.',
    source: 'facts/vpc R3.14, R3.15',
  },
  EIP_SURGE_SERIALISED: {
    severity: 'info',
    sentence:
      'The pool has fewer spare addresses than a release may begin instances at once, so they come one after another.',
    fix: 'Give pool {pool} {needed} addresses if releases shall be faster.',
    source: 'facts/vpc R3.15, facts/deployment section E',
  },
  GRACE_TOO_SHORT: {
    severity: 'warning',
    sentence: 'The process is killed before its preStop hook and its shutdown are through.',
    fix: 'Raise lifecycle.grace of {app} to at least {needed}.',
    source: 'facts/deployment A.9',
  },
  SINGLE_ZONE: {
    severity: 'info',
    sentence: 'All instances of an application are in one zone.',
    fix: 'Give {app} a vSwitch in another zone.',
    source: 'facts/deployment A.7',
  },
  AUTOSCALER_WITHOUT_REQUESTS: {
    severity: 'info',
    sentence: 'An autoscaler looks at requests, and no flow of the file sends any.',
    fix: 'Give a flow to {app} requests: { rate: … }.',
    source: 'facts/deployment B.6',
  },
  ROUTE_TABLE_WITHOUT_DEFAULT: {
    severity: 'warning',
    sentence: 'A custom route table has no route to the Internet, although the VPC has a NAT gateway.',
    fix: 'Add a route 0.0.0.0/0 to route table {table}: custom tables get none by themselves.',
    source: 'facts/vpc R4.4',
  },
  CEN_ROUTE_INEFFECTIVE: {
    severity: 'warning',
    sentence: 'A CEN tells a VPC a route that is in conflict and not effective there.',
    fix: 'Look which of the two is meant: {advice}.',
    source: 'facts/vpc R2.13, R2.14, R7.11',
  },
  GATEWAY_SINGLE_NODE: {
    severity: 'info',
    sentence: 'A managed gateway has one node, for which there is no SLA.',
    fix: 'Order two nodes or more for gateway {gateway}.',
    source: 'facts/deployment B.5',
  },
  ALERT_WITHOUT_YESTERDAY: {
    severity: 'info',
    sentence: 'An alert compares requests with the day before, and the run is no longer than a day.',
    fix: 'Write what came the day before: {path}.yesterday: RATE.',
    source: 'seed 002, facts/deployment B.7',
  },
  LINT_IGNORE_UNKNOWN: {
    severity: 'warning',
    sentence: 'A lint-ignore comment names no code, or one that does not exist.',
    fix: 'Write the code as lint prints it.',
    source: 'docs/lint.md',
  },
  LINT_IGNORE_UNUSED: {
    severity: 'info',
    sentence: 'A lint-ignore comment hides nothing.',
    fix: 'Remove the comment.',
    source: 'docs/lint.md',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>

/** Notices of the reader that lint gives for more than the reader looks at. */
type SharedCode = 'UNUSED_OBJECT' | 'LIVENESS_BEFORE_START' | 'WHITELIST_ALLOWS_ALL'

/** What the data path or the deployment tells as well; they have the reasons. */
export const CODES_OF_OTHER_ROOMS = ['CERT_EXPIRES_SOON', 'UPDATE_LEAVES_NOBODY'] as const

export type LintCode = keyof typeof table | SharedCode | (typeof CODES_OF_OTHER_ROOMS)[number]

export const LINT_REASONS: readonly Reason[] = reasonsOf(table)
