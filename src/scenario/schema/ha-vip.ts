/** The HaVip part of the file: facts/vpc 2.2 and 3.1. */
import * as z from 'zod'
import { key } from './leaf.ts'
import { interfaceName } from './network-interface.ts'
import { address, name } from './words.ts'

export const haVip = z
  .strictObject({
    vswitch: key(name, 'The vSwitch that it and its members are in.', 'facts/vpc 2.2'),
    address: key(
      address.optional(),
      'Its private address; absent: the lowest free one of the vSwitch.',
      'facts/vpc R1.14',
    ),
    members: key(
      z.array(interfaceName).min(1),
      'Who may hold it, in the order in which they take over: `NAME` of a server, or `NAME/ENI`.',
      'facts/vpc 2.2',
    ),
    active: key(
      interfaceName.optional(),
      'The member that holds it while it runs; absent: the first one. A `set` of it is a fail-over.',
      'facts/vpc 2.2',
    ),
    eip: key(address.optional(), 'An EIP of its own.', 'facts/vpc 3.1'),
  })
  .meta({ title: 'HaVip', description: 'A private address that several servers may hold, one at a time.' })
