/** The stages of a CEN in words. */
import { formatCidr } from '../net/cidr.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { type Account, told } from './account.ts'
import { addressOf, transitAclOf } from './cen-details.ts'
import type { Decision, Stage } from './decision.ts'
import { describeAclEntry } from './rule-text.ts'
import type { Tables } from './tables.ts'

export function cenAccount(tables: Tables, decision: Decision, stage: Stage): Account {
  return stage === 'acl-transit' || stage === 'return-acl-transit'
    ? borderAccount(tables, decision)
    : forwarding(tables, decision, stage)
}

function forwarding(tables: Tables, decision: Decision, stage: Stage): Account {
  const { cenNear, cenRow } = decision
  const { cen } = tables.cens[decision.cen]!
  const component = `transit router of CEN ${cen.name}`
  const { attachment, forwarding: table } = cenNear!
  if (table === undefined || cenRow === undefined)
    return told(component, 'No route matches.', {
      text: `attachment of VPC ${attachment.vpc}`,
      origin: attachment.origin,
    })
  const { destination, vpc, kind, origin } = cenRow.entry
  const text = `${formatCidr(destination)} to ${vpc === undefined ? 'a black hole' : `VPC ${vpc}`}`
  const what = stage === 'transit' ? 'packet' : 'reply'
  const how = kind === 'static' ? '' : ', which that VPC propagates'
  return told(component, `Route table ${table.name} has ${text}${how}; the ${what} keeps its addresses.`, {
    text,
    origin,
  })
}

function borderAccount(tables: Tables, decision: Decision): Account {
  const { acl, entry } = transitAclOf(tables, decision)
  const vswitch = tables.vswitches[decision.askedVSwitch]!.name
  const component = `network ACL ${acl.name}`
  if (entry === undefined)
    return told(component, `It lets ${formatIpv4(addressOf(decision))} pass at vSwitch ${vswitch}.`, {
      text: 'egress: no entry matches',
      origin: acl.origin,
    })
  const text = describeAclEntry(entry, 'egress')
  return told(
    component,
    `Where the transit router comes into VPC ${tables.vswitches[decision.askedVSwitch]!.vpc}, at vSwitch ${vswitch}, the first egress entry that matches accepts: ${text}.`,
    {
      text,
      origin: entry.origin,
    },
  )
}
