/** Which inference service a question asks, and with which token: `--service` and `--token` (facts/deployment B.4). */
import { servicesOf } from '../cloud/gateway-front.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Endpoint, Flow, FlowRequest } from '../datapath/flow.ts'
import type { Report } from './problem.ts'
import { requestOf } from './read-request.ts'
import { withServiceCall } from './read-service-call.ts'
import { listing, suggest } from './suggestion.ts'
import { quote } from './value.ts'

interface AskedService {
  readonly service?: string
  readonly token?: string
}

type ReadService =
  | { readonly ok: true; readonly request: Pick<Flow, 'request'> }
  | { readonly ok: false; readonly message: string; readonly hint?: string }

/** `usual` is the request of a flow of the file; undefined: the question names both ends. */
export function askedService(
  { service, token }: AskedService,
  to: Endpoint,
  topology: Topology,
  usual?: FlowRequest,
): ReadService {
  if (service === undefined && usual !== undefined) return withToken(token, usual)
  const known = knownServices(to, topology)
  if (service !== undefined && !known.includes(service) && !topology.apps.has(service))
    return {
      ok: false,
      message: `--service: there is no service ${quote(service)}`,
      hint: suggest(service, known),
    }
  const [only] = to.kind === 'gateway' ? known : []
  if (service === undefined && to.kind === 'gateway' && known.length > 1)
    return {
      ok: false,
      message: `which service of gateway ${to.name} is asked?`,
      hint: `add --service ${listing(known, 'or')}`,
    }
  const reports: Report[] = []
  const asked = { ...usual, path: undefined, headers: undefined, service: service ?? only, token }
  const call = withServiceCall(asked, to, topology, [], reports)
  const [report] = reports
  if (report === undefined) return { ok: true, request: requestOf(call) }
  const option = service === undefined ? '--token' : '--service'
  return { ok: false, message: `${option}: ${report.message}`, hint: 'say --to gateway/NAME --service NAME' }
}

/** Services and service groups that a gateway leads to; behind a domain or a balancer it may be any. */
function knownServices({ kind, name }: Endpoint, topology: Topology): string[] {
  const gateways = kind === 'gateway' ? [{ name }] : [...topology.gateways.values()]
  const services = gateways.flatMap((gateway) => servicesOf(gateway, topology)).map((app) => app.name)
  const groups = [...topology.serviceGroups.values()].filter((group) =>
    group.services.every((service) => services.includes(service)),
  )
  return [...services, ...groups.map((group) => group.name)]
}

function withToken(token: string | undefined, usual: FlowRequest): ReadService {
  if (token === undefined) return { ok: true, request: { request: usual } }
  const others = Object.entries(usual.headers ?? {}).filter(
    ([name]) => name.toLowerCase() !== 'authorization',
  )
  const sent = token === 'none' ? [] : [['Authorization', token]]
  return { ok: true, request: { request: { ...usual, headers: Object.fromEntries([...others, ...sent]) } } }
}
