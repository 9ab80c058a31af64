/** Codes of mistakes in CLB listeners and rules, and in what SAE makes of gateway routes and Services; the rows of `problem-codes.ts`. */
export const CLB_PROBLEM_CODES = {
  CLB_SCHEDULER: {
    sentence: 'A CLB listener has a scheduler that its protocol or its instance does not have.',
    source: 'facts/load-balancing 2.2, 2.3',
  },
  CLB_SCHEDULER_SWITCH: {
    sentence: 'A scheduler of CLB was to become a hash, or a hash another one.',
    source: 'facts/load-balancing 2.2',
  },
  CLB_HEALTH_CHECK: {
    sentence: 'A health check has a protocol that its CLB listener does not allow.',
    source: 'facts/load-balancing 2.4',
  },
  CLB_TCP_ONLY: {
    sentence: 'A UDP listener of CLB has what only TCP listeners have.',
    source: 'facts/load-balancing 2.2',
  },
  CLB_MASTER_SLAVE: {
    sentence: 'A master/slave group has not exactly two servers, or serves a listener of layer 7.',
    source: 'facts/load-balancing 2.2',
  },
  CLB_FORWARD_PORT: {
    sentence: 'A CLB listener redirects to a port that is no HTTPS listener of the same CLB.',
    source: 'facts/load-balancing 2.3',
  },
  CLB_RULE_KEY: { sentence: 'A rule of CLB has neither domain nor URL.', source: 'facts/load-balancing 2.6' },
  CLB_RULE_DOMAIN: {
    sentence: 'The domain of a CLB rule is none, or has a wildcard where none may stand.',
    source: 'facts/load-balancing 2.6',
  },
  CLB_RULE_URL: {
    sentence: 'The URL of a CLB rule is none, is too long, or has characters that it cannot have.',
    source: 'facts/load-balancing 2.6',
  },
  CLB_RULE_DUPLICATE: {
    sentence: 'Two rules of a CLB listener have the same domain and URL.',
    source: 'facts/load-balancing 2.6',
  },
  'Exceed.IngressRule': {
    sentence: 'An SAE gateway route has too many rules.',
    source: 'facts/load-balancing 3.2',
  },
  INGRESS_L4_UNSUPPORTED: {
    sentence: 'An SAE gateway route is asked for TCP or UDP, and is of layer 7.',
    source: 'facts/load-balancing 3.1, 3.2',
  },
  INGRESS_PORT_TAKEN: {
    sentence: 'The port of an SAE gateway route is taken on its balancer.',
    source: 'facts/load-balancing 3.2',
  },
  INGRESS_NAMESPACE: {
    sentence: 'The applications of an SAE gateway route are in several namespaces.',
    source: 'facts/load-balancing 3.2',
  },
  INGRESS_CERTIFICATE: {
    sentence: 'An SAE gateway route has too few or too many certificates for its protocol and balancer.',
    source: 'facts/load-balancing 3.2',
  },
  INGRESS_CLB_RULE: {
    sentence: 'A rule of an SAE gateway route on CLB lacks domain or path.',
    source: 'facts/load-balancing 3.2',
  },
  INGRESS_RULE_EMPTY: {
    sentence: 'A rule of an SAE gateway route has neither domain nor path.',
    source: 'facts/load-balancing 3.2',
  },
  INGRESS_REWRITE_UNSUPPORTED: {
    sentence: 'A path is to be rewritten by a CLB, which cannot.',
    source: 'facts/load-balancing 3.2',
  },
  INGRESS_BACKEND_PROTOCOL: {
    sentence: 'The listener of an SAE gateway route cannot speak that protocol to servers.',
    source: 'facts/load-balancing 1.8, 3.2',
  },
  'SlbListenerPort.NotAvailable': {
    sentence: 'A port of an SAE Service is taken on its CLB.',
    source: 'facts/load-balancing 3.3',
  },
  SERVICE_ROUTES_ONE_APP_ONLY: {
    sentence: 'An SAE Service names several applications, and leads to one.',
    source: 'facts/load-balancing 3.1, 3.3',
  },
  SERVICE_NEEDS_CLB: {
    sentence: 'An SAE Service is bound to a balancer that is neither CLB nor NLB.',
    source: 'facts/load-balancing 3.1, 3.3',
  },
  SERVICE_PROTOCOL: {
    sentence: 'A port of an SAE Service has a protocol that its balancer does not bind.',
    source: 'facts/load-balancing 3.3',
  },
  SERVICE_CERTIFICATE: {
    sentence: 'A port of an SAE Service has a certificate without TLS, or TLS without one.',
    source: 'facts/load-balancing 3.3',
  },
  SERVICE_NAME_INVALID: {
    sentence: 'A Kubernetes service name has characters that it cannot have, or is too long.',
    source: 'facts/load-balancing 3.4',
  },
  SERVICE_NAME_DUPLICATE: {
    sentence: 'Two applications have the same Kubernetes service name.',
    source: 'facts/load-balancing 3.4',
  },
  SERVICE_PORT_DUPLICATE: {
    sentence: 'A Kubernetes service name has a port twice.',
    source: 'facts/load-balancing 3.4',
  },
} as const
