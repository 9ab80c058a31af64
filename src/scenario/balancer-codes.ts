/** Codes of mistakes in load balancers, listeners and server groups; part of the table in `problem-codes.ts`. */
export const BALANCER_CODES = {
  LB_ADDRESS_COUNT: {
    sentence: 'A load balancer has more or fewer addresses than vSwitches.',
    source: 'facts/load-balancing 1.1',
  },
  LISTENER_PROTOCOL: {
    sentence: 'A listener has a protocol that its load balancer does not have.',
    source: 'facts/load-balancing 1.2, 2.2, 2a.2',
  },
  ALB_ZONES: {
    sentence: 'An ALB has vSwitches in fewer than two zones, or in too many.',
    source: 'facts/load-balancing 1.1',
  },
  ALB_ZONE_TWICE: {
    sentence: 'An ALB has two vSwitches in one zone.',
    source: 'facts/load-balancing 1.1',
  },
  NLB_ZONES: {
    sentence: 'An NLB has vSwitches in fewer than two zones, or in too many.',
    source: 'facts/load-balancing 2a.1',
  },
  NLB_ZONE_TWICE: {
    sentence: 'An NLB has two vSwitches in one zone.',
    source: 'facts/load-balancing 2a.1',
  },
  NLB_PORT_RANGE: {
    sentence: 'The last port of a listener of NLB is not above its first.',
    source: 'facts/load-balancing 2a.2',
  },
  NLB_ANY_PORT: {
    sentence: 'A listener of NLB hears on a range of ports, and its server group is called on one.',
    source: 'facts/load-balancing 2a.2',
  },
  LISTENER_PORT_TAKEN: {
    sentence: 'Two listeners of a load balancer have the same port.',
    source: 'facts/load-balancing 1.2',
  },
  LISTENER_CERTIFICATE: {
    sentence: 'An HTTPS, QUIC or TCPSSL listener has no certificate.',
    source: 'facts/load-balancing 1.2',
  },
  SERVER_GROUP_PRODUCT: {
    sentence: 'A listener names a server group of the other product.',
    source: 'facts/load-balancing 1.8, 2.2',
  },
  SERVER_GROUP_VPC: {
    sentence: 'A server group has servers of another VPC, or serves a load balancer of one.',
    source: 'facts/load-balancing 1.8',
  },
  SERVER_GROUP_PROTOCOL: {
    sentence: 'A listener cannot speak the protocol of its server group.',
    source: 'facts/load-balancing 1.8',
  },
  SERVER_GROUP_TYPE: {
    sentence: 'A server group has servers beside plain addresses.',
    source: 'facts/load-balancing 1.8',
  },
  SERVER_GROUP_ADDRESS: {
    sentence: 'A server group names an address that is not private.',
    source: 'facts/load-balancing 1.8',
  },
  SERVER_GROUP_OPTIONS: {
    sentence: 'Options of a server group exclude each other.',
    source: 'facts/load-balancing 1.8',
  },
  SERVICE_NAME_PROTOCOL: {
    sentence: 'A service name has a port of neither TCP nor UDP.',
    source: 'facts/load-balancing 3.4',
  },
} as const
