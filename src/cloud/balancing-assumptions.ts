/**
 * What the documents leave open about load balancing: facts/load-balancing section 9, and rows marked U that a file could
 * observe. Rows of the open points' table (`assumptions.ts`); the first reading is the suggested default.
 */
export const balancingPoints = {
  emptyWhitelist: {
    code: 'DOCS_DISAGREE',
    question: 'Whom does a white access list of a listener let pass that has no entries?',
    readings: {
      pass: 'a white access list without entries lets everybody pass',
      refuse: 'a white access list without entries lets nobody pass',
    },
    source: 'facts/load-balancing section 9 row 1',
  },
  healthyCodes: {
    code: 'DOCS_DISAGREE',
    question: 'Which answers does a health check take for good that names none?',
    readings: {
      '2xx': 'a health check without codes of its own takes 2xx for good',
      '2xx-3xx': 'a health check without codes of its own takes 2xx and 3xx for good',
    },
    source: 'facts/load-balancing section 9 row 2',
  },
  regexCase: {
    code: 'DOCS_DISAGREE',
    question: 'Does case count in a path that begins with ~*?',
    readings: {
      sensitive: 'case counts behind ~*, as it was measured',
      insensitive: 'case does not count behind ~*, as nginx has it',
    },
    source: 'facts/load-balancing section 9 row 5',
  },
  regexAnchoring: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Must a regular expression of a forwarding rule match the whole text?',
    readings: {
      search: 'a regular expression may match anywhere in the text',
      whole: 'a regular expression must match the whole text',
    },
    source: 'facts/load-balancing section 9 row 6',
  },
  accessRefusal: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'What does a client see whom the access list of a listener refuses?',
    readings: {
      dropped: 'the connection of a refused client is dropped before HTTP',
      forbidden: 'a refused client of an HTTP listener is answered with 403',
    },
    source: 'facts/load-balancing section 9 row 7',
  },
  clbStreamAllUnhealthy: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'What does a TCP or UDP listener of CLB do when all servers are unhealthy?',
    readings: {
      closed: 'a CLB listener of layer 4 gives nothing to unhealthy servers, not even when all of them are',
      open: 'a CLB listener of layer 4 asks all servers when all of them are unhealthy',
    },
    source: 'facts/load-balancing section 9 row 8',
  },
  clbHttpAllUnhealthy: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'What does an HTTP listener of CLB do when all servers are unhealthy?',
    readings: {
      closed: 'a CLB listener of layer 7 answers with 502 when all servers are unhealthy',
      open: 'a CLB listener of layer 7 asks all servers when all of them are unhealthy',
    },
    source: 'facts/load-balancing section 9 row 8',
  },
  slowStartCurve: {
    code: 'ASSUMED_TIMING',
    question: 'How does the weight of a server grow during slow start?',
    readings: {
      linear: 'the weight grows linearly from 1',
      envoy: 'the weight grows linearly, and is never below a tenth',
    },
    source: 'facts/load-balancing section 9 row 10',
  },
  corsPreflight: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'With which status does ALB answer a CORS preflight request?',
    readings: {
      ok: 'a preflight request is answered with 200',
      noContent: 'a preflight request is answered with 204',
    },
    source: 'facts/load-balancing section 9 row 11',
  },
  saeRules: {
    code: 'ASSUMED_ORDER',
    question:
      'Where do the rules of an SAE gateway route stand on a listener that has rules of other people?',
    readings: {
      first: 'the rules of a gateway route come before those of other people',
      last: 'the rules of a gateway route come after those of other people',
    },
    source: 'facts/load-balancing section 9 row 15',
  },
  newAlbServer: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Does a new server of an ALB get requests before its first verdict?',
    readings: {
      waits: 'a new server waits for its first verdict while another one is healthy',
      serves: 'a new server gets requests from the beginning',
    },
    source: 'facts/load-balancing section 9 row 16',
  },
  nlbClientIp: {
    code: 'DOCS_DISAGREE',
    question: 'Does a server group of NLB preserve client IPs that says nothing about it?',
    readings: {
      kept: 'servers behind an NLB see the address of the client, as the API has it',
      replaced: "servers behind an NLB see a Local IP, as the provider's page has it",
    },
    source: 'facts/load-balancing section 9 row 24',
  },
  nlbHairpin: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'What becomes of a call to an NLB that preserves client IPs, and picks the caller itself?',
    readings: {
      fails:
        'a server that an NLB has picked for its own call would be both ends, as at CLB, and gets no connection',
      works: 'a server may get its own call back from an NLB',
    },
    source: 'facts/load-balancing section 9 row 25',
  },
  albRetry: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Does ALB try another server when it cannot connect to the one it chose?',
    readings: {
      none: 'ALB does not try another server after one that it cannot connect to',
      next: 'ALB tries the next server after one that it cannot connect to',
    },
    source: 'facts/load-balancing section 9 row 17',
  },
  clbScheduler: {
    code: 'DOCS_DISAGREE',
    question: 'Which scheduler does a CLB listener have that names none?',
    readings: {
      wrr: 'a CLB listener that names no scheduler has wrr, as the API makes it',
      rr: 'a CLB listener that names no scheduler has rr, as the console makes it',
    },
    source: 'facts/load-balancing section 9 row 22',
  },
  clbSourceHash: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Which hash gives a client its server behind a CLB listener of layer 4 with the scheduler sch?',
    readings: {
      ring: 'sch of CLB layer 4 is a ring of consistent hashes: without a server only its own clients move',
      buckets:
        'sch of CLB layer 4 has the 256 buckets of the Linux virtual server: the last octet of the client decides, and a dead server is not replaced',
    },
    source: 'facts/load-balancing section 6, 6.7',
  },
  clbUrlMiss: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'Who takes a request whose domain has CLB rules, of which none has its URL?',
    readings: {
      domainless: 'rules without a domain are asked, then the group of the listener',
      listener: 'the group of the listener takes it at once',
      wider: 'the next wider domain is asked, and so on',
    },
    source: 'facts/load-balancing 2.6',
  },
  serviceNameMode: {
    code: 'ASSUMED_PRECEDENCE',
    question: 'How does a Kubernetes service name of SAE choose an instance?',
    readings: {
      iptables: 'a service name chooses an instance at random, connection by connection',
      ipvs: 'a service name takes its instances in turn, connection by connection',
    },
    source: 'facts/load-balancing 3.4',
  },
  registration: {
    code: 'ASSUMED_TIMING',
    question:
      'How long does it take until a balancer has or has lost an instance that became ready or ended?',
    defaultUs: 5_000_000,
    clause: 'so long a balancer does not know of an instance that became ready or ended',
    source: 'facts/load-balancing 4.5',
  },
  registrationCall: {
    code: 'ASSUMED_TIMING',
    question:
      'How long does a controller take for a call that adds or removes 30 servers, after the first one?',
    defaultUs: 1_000_000,
    clause: 'so much later come the next 30 of the servers that a controller adds or removes at once',
    source: 'facts/load-balancing 4.5',
  },
  serviceNameDelay: {
    code: 'ASSUMED_TIMING',
    question: 'How long does it take until a Kubernetes service name has or has lost an instance?',
    defaultUs: 1_000_000,
    clause: 'so long a service name does not know of an instance that became ready or ended',
    source: 'facts/load-balancing section 5',
  },
} as const

/**
 * What is open about the import of manifests, which comes before there is a file that could choose: `simulate import --assume
 * POINT=READING` does. The first reading is the default.
 */
export const importPoints = {
  equalIngressOrders: {
    question: 'May two Ingresses of one ALB have the same explicit order?',
    readings: {
      allow: 'they may, and their names decide, as of 2.18 of the managed controller',
      refuse: 'they may not, and nothing is made of them, as in the open-source controller',
    },
    source: 'facts/load-balancing section 9 row 19',
  },
} as const

/** The readings that an import goes by; absent: the default. */
export type ImportReadings = {
  readonly [Point in keyof typeof importPoints]?: keyof (typeof importPoints)[Point]['readings']
}
