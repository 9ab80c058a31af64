/** Codes of mistakes in gateways, services and service groups of EAS; part of the table in `problem-codes.ts`. */
export const GATEWAY_CODES = {
  GATEWAY_DEFAULT_TWICE: { sentence: 'Two gateways are the default one.', source: 'seed 002' },
  GATEWAY_SHARED_TWICE: {
    sentence: 'A region has one shared gateway.',
    source: 'facts/deployment B.1',
  },
  GATEWAY_HOST_TWICE: {
    sentence: 'Two gateways would have one domain name.',
    source: 'facts/deployment B.2, B.4',
  },
  GATEWAY_VPC_DIFFERS: {
    sentence: 'The two sides of an ALB gateway are in different VPCs.',
    source: 'seed 002',
  },
  GATEWAY_SERVICE_VPC: {
    sentence: 'A service is not in the VPC of its ALB gateway.',
    source: 'seed 002',
  },
  GATEWAY_SIDE_DISABLED: {
    sentence: 'A custom domain belongs to a side of its gateway that is not enabled.',
    source: 'facts/deployment B.2',
  },
  GATEWAY_WHITELIST_SIZE: {
    sentence: 'A whitelist of a gateway has more than 15 ranges.',
    source: 'seed 002, facts/deployment B.3',
  },
  GATEWAY_ZONE_UNSUPPORTED: {
    sentence: 'A gateway is linked to a vSwitch in a zone that it does not support.',
    source: 'seed 002',
  },
  GATEWAY_DNS_TWICE: {
    sentence: 'Two links of a gateway have authoritative DNS.',
    source: 'seed 002',
  },
  GATEWAY_CROSS_ACCOUNT: {
    sentence: 'A VPC of another account is linked, and that is not enabled.',
    source: 'seed 002',
  },
  GATEWAY_REGION: { sentence: 'A VPC of another region is linked.', source: 'seed 002' },
  AUTOSCALING_MIN_ZERO: {
    sentence: 'A service behind a dedicated gateway is to scale from zero.',
    source: 'seed 002',
  },
  SERVICE_GROUP_MEMBER: {
    sentence: 'A service group has a member that is no service of EAS, or a weight for nobody.',
    source: 'facts/deployment B.6',
  },
  SERVICE_GROUP_GATEWAY: {
    sentence: 'The services of a group are behind different gateways.',
    source: 'facts/deployment B.6 (assumed)',
  },
} as const
