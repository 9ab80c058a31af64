/** What the cloud asks of the destination of a custom route: facts/vpc R2.9 and R2.10. */
import { formatCidr, isSubset, prefixOf } from '../net/cidr.ts'
import { ipv4, LAST_IPV4 } from '../net/ipv4.ts'
import { formatDestination } from './custom-routes.ts'
import type { CustomRoute } from './route-table.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'

const CLOUD_SERVICES = prefixOf(ipv4(100, 64, 0, 0), 10)

export function* checkDestination(
  route: CustomRoute,
  vpc: Vpc,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  const { destination } = route
  const text = formatDestination(route)
  const vswitch = [...topology.vswitches.values()].find(
    (one) => one.vpc === vpc.name && isSubset(destination, one.cidr),
  )
  if (vswitch !== undefined)
    yield {
      // facts/vpc R2.9, T4
      code: 'InvalidCidrBlock',
      message: `${text} lies in vSwitch ${vswitch.name} (${formatCidr(vswitch.cidr)}), whose local route nothing overrides`,
      hint: 'only security groups and network ACLs separate vSwitches of one VPC',
      path,
    }
  const { routesAroundVSwitches, cloudServiceRoutes } = topology.assumptions
  const around = [...topology.vswitches.values()].find(
    ({ vpc: of, cidr }) => of === vpc.name && cidr !== vswitch?.cidr && isSubset(cidr, destination),
  )
  if (
    routesAroundVSwitches === 'refused' &&
    around !== undefined &&
    destination.last - destination.first < LAST_IPV4
  )
    yield {
      // facts/vpc R2.9, as older pages have it
      code: 'InvalidCidrBlock',
      message: `${text} contains vSwitch ${around.name} (${formatCidr(around.cidr)}), and the file assumes that such a route is refused`,
      hint: 'recent pages allow it: drop routesAroundVSwitches from assume',
      path,
    }
  const isAll = formatCidr(destination) === formatCidr(CLOUD_SERVICES)
  if (isSubset(destination, CLOUD_SERVICES) && (isAll || cloudServiceRoutes === 'refused'))
    yield {
      // facts/vpc R2.10
      code: 'InvalidCidrBlock',
      message: `${text} lies in ${formatCidr(CLOUD_SERVICES)}, which leads to cloud services in every table`,
      ...(!isAll && { hint: 'one page allows it: assume: { cloudServiceRoutes: allowed } takes it' }),
      path,
    }
}
