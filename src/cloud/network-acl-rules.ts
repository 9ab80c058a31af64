/** What the cloud asks of network ACLs: facts/vpc section 6. */
import type { NetworkAcl } from './network-acl.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'
import { checkAttachments } from './vswitch-attachment-rules.ts'

export function* checkNetworkAcls(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const vpc of topology.vpcs.values()) {
    const path: Path = ['vpcs', vpc.name, 'networkAcls']
    if (vpc.networkAcls.length > quotas.networkAclsPerVpc)
      yield {
        // facts/vpc R6.15
        code: 'QUOTA_EXCEEDED',
        message: `${vpc.networkAcls.length} network ACLs, but a VPC may have ${quotas.networkAclsPerVpc}`,
        hint: 'quotas.networkAclsPerVpc sets a raised quota',
        path,
      }
    for (const acl of vpc.networkAcls) yield* checkLength(acl, vpc, quotas)
    yield* checkAttachments(vpc, vpc.networkAcls, 'network ACL', path, topology)
  }
}

function* checkLength(acl: NetworkAcl, vpc: Vpc, quotas: Quotas): Generator<Violation> {
  for (const direction of ['ingress', 'egress'] as const) {
    const { length } = acl[direction]
    if (length > quotas.entriesPerAclDirection)
      yield {
        // facts/vpc R6.14
        code: 'QUOTA_EXCEEDED',
        message: `${length} ${direction} entries, but a network ACL may have ${quotas.entriesPerAclDirection}`,
        hint: 'quotas.entriesPerAclDirection sets a raised quota',
        path: ['vpcs', vpc.name, 'networkAcls', acl.name, direction],
      }
  }
}
