/** The edit of a VPC that the deletion of its IPv4 gateway has left without Internet (facts/vpc R2.24). */
import type { Origin } from '../cloud/origin.ts'
import type { EditMaker } from './blocked.ts'
import { added, type Edit, removed, withMember } from './edit.ts'
import { onceEach, vpcNamed } from './route-edits.ts'

export const deleteInPublicMode: EditMaker = (blocked, setting) =>
  onceEach(blocked, ({ details }) => {
    const vpc = vpcNamed(details['vpc'], setting)
    return vpc?.leftPrivate === undefined ? [] : [publicModeEdit(vpc.name, vpc.leftPrivate)]
  })

function publicModeEdit(name: string, origin: Origin): Edit {
  return {
    kind: 'internetMode',
    words: `delete the IPv4 gateway of VPC ${name} in Internet mode public`,
    origin,
    lines: [removed('ipv4Gateway: { deleted: private }'), added('ipv4Gateway: { deleted: public }')],
    apply: (draft) => {
      const now = draft.topology.vpcs.get(name)
      if (now === undefined) return undefined
      const { leftPrivate: _, ...open } = now
      return withMember(draft, 'vpcs', open)
    },
  }
}
