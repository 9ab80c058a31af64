/** Why a request stops at a load balancer or service name, or behind it. Part of `reasons.ts`. */
import type { Reason } from '../cloud/reason.ts'

export const balancerReasons = {
  LB_HAS_NO_PUBLIC_SIDE: {
    severity: 'error',
    sentence: 'The load balancer has no public address, so the Internet cannot call it.',
    fix: 'Let {balancer} be of network internet ({path}, line {line}), or call it from inside its VPC.',
    source: 'facts/load-balancing 1.1, 2.1',
  },
  LB_HAS_NO_PRIVATE_SIDE: {
    severity: 'error',
    sentence: 'The load balancer has public addresses only, so it has none that is called inside a VPC.',
    fix: 'Call its public address, which needs a way to the Internet, or let {balancer} be of network intranet ({path}, line {line}).',
    source: 'facts/load-balancing 2.1',
  },
  LISTENER_ABSENT: {
    severity: 'error',
    sentence: 'Nobody listens at that port of the balancer, so the connection is refused.',
    fix: 'Call {balancer} on a port that it hears ({heard}), or {cure} ({path}, line {line}).',
    source: 'facts/load-balancing 1.3, 2.1, 3.4',
  },
  LISTENER_PROTOCOL_MISMATCH: {
    severity: 'error',
    sentence: 'The balancer hears nothing of that protocol there, and answers no ping.',
    fix: 'Call {balancer} by a protocol that it hears: {heard} ({path}, line {line}); {cure}.',
    source: 'facts/load-balancing 1.2, 2.2, 3.4',
  },
  LB_ACL_DENIED: {
    severity: 'error',
    sentence: 'The access list of the listener does not let the source through, and drops it before HTTP.',
    fix: 'Let listener {listener} admit the caller, whom it knows as {source}: {change} ({path}, line {line}).',
    source: 'facts/load-balancing 1.12, 2.7',
  },
  HOST_UNMATCHED: {
    severity: 'error',
    sentence:
      'No rule of the listener has the host that was asked for, and nobody takes the rest: the answer is 503.',
    fix: 'Ask for a host that a rule has ({hosts}), or add a rule for {host} or a default group to listener {listener} ({path}, line {line}).',
    source: 'facts/load-balancing 1.4, 2.6, 4.1',
  },
  PATH_UNMATCHED: {
    severity: 'error',
    sentence:
      'Rules of the listener have the host, but none the path and the rest of the request, and nobody takes those: the answer is 503.',
    fix: 'Add a rule for {target} or a default group to listener {listener} ({path}, line {line}).',
    source: 'facts/load-balancing 1.4, 1.6, 2.6',
  },
  LB_FIXED_RESPONSE: {
    severity: 'error',
    sentence: 'The balancer answers with an error of its own, and no server is asked.',
    fix: 'Change what answers with {status} ({cause}): {path} (line {line}).',
    source: 'facts/load-balancing 1.7, 1.11, 2.8',
  },
  BACKENDS_NONE: {
    severity: 'error',
    sentence: 'There is no server that could get the request.',
    fix: 'Give {group} a server that may get requests ({path}, line {line}): {lack}.',
    source: 'facts/load-balancing 1.10, 2.8, section 5',
  },
  BACKEND_PORT_MISMATCH: {
    severity: 'error',
    sentence: 'The balancer calls its server on a port where nobody listens.',
    fix: 'Let {group} call {server} on a port that it serves ({served}) and not on {port} ({path}, line {line}).',
    source: 'facts/load-balancing 1.11',
  },
  BACKEND_REGISTERING: {
    severity: 'error',
    sentence: 'The servers of the pool are ready, and the balancer has not been told of them yet.',
    fix: 'Let the instances of {group} come before others go (minReady, readinessGate), so that the balancer always knows one ({path}, line {line}).',
    source: 'facts/load-balancing 4.5',
  },
  BACKEND_STALE: {
    severity: 'error',
    sentence:
      'The balancer still has a server that is gone or ends: it was terminated before it was taken out.',
    fix: 'Let the instances of {group} wait before they stop (preStop), longer than a balancer takes to forget them ({path}, line {line}).',
    source: 'facts/load-balancing 4.5',
  },
  LB_HAIRPIN: {
    severity: 'error',
    sentence:
      'The caller is the server that a listener of layer 4 has picked: it would be both ends of the connection.',
    fix: 'Let {app} call itself without {balancer}, or {cure} ({path}, line {line}).',
    source: 'facts/load-balancing 2.2, 2a.3',
  },
  K8S_SERVICE_OUTSIDE_VPC: {
    severity: 'error',
    sentence: 'A service name is known to SAE instances of its VPC only.',
    fix: 'Call {target} from an application of VPC {serviceVpc}, or give it a load balancer ({path}, line {line}).',
    source: 'facts/load-balancing 3.4',
  },
  K8S_SERVICE_SELF_CALL: {
    severity: 'error',
    sentence: 'The service name has led the instance to itself, and it cannot reach itself so.',
    fix: 'Let {app} call itself by localhost and not by {target} ({path}, line {line}).',
    source: 'facts/load-balancing 3.4',
  },
  FELL_TO_DEFAULT: {
    severity: 'info',
    sentence: 'No rule of the listener matches, so the default group gets the request.',
    fix: 'Nothing, if that is meant; else see why no rule of listener {listener} matches {target} ({path}, line {line}).',
    source: 'facts/load-balancing 1.4, 2.6',
  },
} as const satisfies Record<string, Omit<Reason, 'code'>>
