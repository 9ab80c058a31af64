/** The server part of the file: ECS servers, facts/vpc sections 3.1 and 5.2. */
import * as z from 'zod'
import { asLeaf, key, withLater } from './leaf.ts'
import { address, flag, listener, name } from './words.ts'

export const server = withLater(
  z
    .strictObject({
      vswitch: key(name, 'The vSwitch of its network interface.', 'facts/vpc R1.10'),
      address: key(
        address.optional(),
        'Its private address; absent: the lowest free one of the vSwitch.',
        'facts/vpc R1.14',
      ),
      securityGroups: key(
        z.array(name).min(1),
        'One to five security groups, all of one type.',
        'facts/vpc R5.7, 5.2',
      ),
      ports: key(
        z.array(listener).prefault([]),
        'Where somebody listens: `tcp 22`, `tcp 8080/8090`, `udp 53`.',
        'facts/vpc R10.6',
      ),
      running: key(flag.prefault(true), 'False: it is stopped.', 'facts/vpc R10.6'),
      eip: key(address.optional(), 'An EIP of its own, in NAT mode.', 'facts/vpc R3.2, R3.4'),
      eipMode: key(
        asLeaf(z.enum(['nat']), {
          kind: 'nat',
          code: 'SCENARIO_SCHEMA',
          expected: 'nat',
          later: ['cut-through', 'multi'],
        }).prefault('nat'),
        'How the EIP is bound.',
        'facts/vpc R3.2',
      ),
    })
    .meta({
      title: 'Server',
      description: 'An ECS server; it is there from the start of the run to its end.',
    }),
  ['enis', 'ipv6', 'bandwidth'],
)
