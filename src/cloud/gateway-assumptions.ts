/** What the documents leave open about gateways of EAS: facts/deployment B.3, section F. Rows of the open points' table (`assumptions.ts`). */
export const gatewayPoints = {
  gatewayRefusal: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'What does a client see whom the whitelist of an inference gateway does not have?',
    readings: {
      http403: 'a client that the whitelist of a gateway does not have is answered with 403',
      silent: 'the connection of a client that the whitelist of a gateway does not have is dropped',
    },
    source: 'facts/deployment B.3',
  },
  gatewayLinkDelay: {
    code: 'ASSUMED_TIMING',
    question: 'How long is a VPC Creating that is linked to an inference gateway, until it is Running?',
    defaultUs: 60_000_000,
    clause:
      'until then nobody in a VPC that is newly linked to a gateway, or by another vSwitch, can call it',
    source: 'facts/deployment B.2',
  },
  gatewayAlbDelay: {
    code: 'ASSUMED_TIMING',
    question: 'How long does it take to make the ALB of a side of an ALB gateway?',
    defaultUs: 120_000_000,
    clause: 'until then a side of an ALB gateway that is newly enabled is not there',
    source: 'facts/deployment B.1',
  },
  gatewayNodesDelay: {
    code: 'ASSUMED_TIMING',
    question: 'How long is a fully managed gateway Creating that is ordered, until it is Running?',
    defaultUs: 300_000_000,
    clause: 'until then nobody can call a fully managed gateway that is newly ordered',
    source: 'facts/deployment B.1, B.2',
  },
} as const
