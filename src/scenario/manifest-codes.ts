/** Codes of what `importing/` finds in manifests of Kubernetes: problems, and remarks on what the controller makes of them. */
export const MANIFEST_CODES = {
  INGRESS_ORDER: {
    sentence: 'The order of an Ingress is no number from 1 to 1000.',
    source: 'facts/load-balancing 4.2',
  },
  INGRESS_ORDER_EQUAL: {
    sentence: 'Two Ingresses of one ALB have the same order.',
    source: 'facts/load-balancing 4.2, 9 row 19',
  },
  INGRESS_BACKEND: {
    sentence: 'A path of an Ingress leads to no service, or to no known port of it.',
    source: 'facts/load-balancing 4.1',
  },
  INGRESS_DEFAULT_BACKEND: {
    sentence: 'An Ingress has a default backend, of which the controller makes no rule.',
    source: 'facts/load-balancing 4.1',
  },
  INGRESS_PATH_TYPE: {
    sentence: 'An Ingress has a pathType that does not exist.',
    source: 'facts/load-balancing 4.3',
  },
  INGRESS_PATH_WILDCARD: {
    sentence: 'A path of type Exact or Prefix has a wildcard.',
    source: 'facts/load-balancing 4.3',
  },
  INGRESS_LISTEN_PORTS: {
    sentence: 'The ports of an Ingress or AlbConfig cannot be read.',
    source: 'facts/load-balancing 4.3',
  },
  INGRESS_ZONES: {
    sentence: 'An AlbConfig has vSwitches in fewer than two zones.',
    source: 'facts/load-balancing 1.1, 4.1',
  },
  INGRESS_CANARY_WEIGHT: {
    sentence: 'The weights of canaries are no numbers from 0 to 100, or come to more.',
    source: 'facts/load-balancing 4.4',
  },
  INGRESS_CANARY_HEADER: {
    sentence: 'A canary by header does not say the value of the header.',
    source: 'facts/load-balancing 4.4',
  },
  INGRESS_CANARY_MIXED: {
    sentence: 'A canary has a weight beside a header or cookie, or none of them.',
    source: 'facts/load-balancing 4.4',
  },
  INGRESS_CANARY_ALONE: {
    sentence: 'A canary has no stable Ingress with the same host and path.',
    source: 'facts/load-balancing 4.4',
  },
  INGRESS_CANARY_CONDITIONS: {
    sentence: 'A canary has conditions of its own.',
    source: 'facts/load-balancing 4.4',
  },
  INGRESS_CONDITIONS: {
    sentence: 'The conditions in an annotation of an Ingress cannot be read.',
    source: 'facts/load-balancing 4',
  },
  INGRESS_ACTIONS: {
    sentence: 'The actions of a rule cannot be read, or there is not exactly one final action.',
    source: 'facts/load-balancing 1.7',
  },
  INGRESS_LIMIT: {
    sentence: 'A limit of requests a second is no number, or that of one client is not the smaller one.',
    source: 'facts/load-balancing 1.7',
  },
  INGRESS_GROUP: {
    sentence: 'An annotation asks for a scheduler or protocol that server groups do not have.',
    source: 'facts/load-balancing 1.8, 4.6',
  },
} as const
