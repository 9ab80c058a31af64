/** The database part of the file: RDS and Tair with their whitelists, facts/vpc section 9. */
import * as z from 'zod'
import { asLeaf, key } from './leaf.ts'
import { domainName } from './names.ts'
import { address, listedBlock, name, port, versionName } from './words.ts'

export const database = z
  .strictObject({
    engine: key(
      asLeaf(z.enum(['rds', 'tair']), {
        kind: 'rds or tair',
        code: 'SCENARIO_SCHEMA',
        expected: 'rds or tair',
        later: ['polardb', 'mongodb'],
      }),
      'The product: ApsaraDB RDS, or Tair (compatible with Redis).',
      'facts/vpc 9.2, 9.3',
    ),
    vswitch: key(name, 'The vSwitch of its internal address.', 'facts/vpc R6.11'),
    address: key(
      address.optional(),
      'Its internal address; absent: the lowest free one of the vSwitch.',
      'facts/vpc R1.14',
    ),
    port: key(port.optional(), 'Default is 3306 for RDS and 6379 for Tair.'),
    publicAddress: key(
      address.optional(),
      'The address of its public endpoint; absent: there is only the internal one.',
      'facts/vpc R9.4',
    ),
    name: key(
      domainName.optional(),
      'The domain name of its internal address; absent: NAME.db.example, a form of ours. Everybody resolves it.',
      'facts/vpc R9.3 (assumed)',
    ),
    publicName: key(
      domainName.optional(),
      'The domain name of its public address; absent: NAME-public.db.example, a form of ours.',
      'facts/vpc R9.4 (assumed)',
    ),
    mode: key(
      asLeaf(z.enum(['standard', 'enhanced']), {
        kind: 'standard or enhanced',
        code: 'SCENARIO_SCHEMA',
        expected: 'standard or enhanced',
      }).prefault('standard'),
      'Mode of the whitelist: `standard` makes no difference between networks; with `enhanced`, from which no way leads back, the public endpoint asks `classicWhitelist` alone.',
      'facts/vpc 9.2',
    ),
    mysql: key(
      versionName.optional(),
      'The version of MySQL, such as `5.7`; needed for the enhanced mode.',
      'facts/vpc 9.2',
    ),
    storage: key(
      asLeaf(z.enum(['localSsd', 'cloudDisk']), {
        kind: 'localSsd or cloudDisk',
        code: 'SCENARIO_SCHEMA',
        expected: 'localSsd or cloudDisk',
      }).optional(),
      'The kind of disk; the enhanced mode needs `localSsd`.',
      'facts/vpc 9.2',
    ),
    whitelist: key(
      z.record(name, z.array(listedBlock)).prefault({}),
      'Groups by name, all with equal rights; the group `default` holds 127.0.0.1, which is nobody, until it is named.',
      'facts/vpc R9.1, R9.2, R9.6',
    ),
    classicWhitelist: key(
      z.record(name, z.array(listedBlock)).optional(),
      'In enhanced mode the groups of the classic network and of the public endpoint.',
      'facts/vpc 9.2',
    ),
    securityGroups: key(
      z.array(name).prefault([]),
      'Security groups whose members may call as well.',
      'facts/vpc R9.1',
    ),
  })
  .meta({
    title: 'Database',
    description:
      'A managed database behind a whitelist. It stands in no security group and behind no network ACL.',
  })
