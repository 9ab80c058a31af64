/** Requests, listeners and backends as they are told. */
import type { HttpRequest } from '../balancing/http-request.ts'
import type { Backend } from '../balancing/pool-view.ts'
import { isOfGateway } from '../cloud/gateway.ts'
import type { Listener } from '../cloud/listener.ts'
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import { formatIpv4 } from '../net/ipv4.ts'

/** `http 80`, `tcp 1000-2000`. */
export function listenerText(listener: Listener): string {
  const { protocol, port } = listener
  const last = listener.kind === 'nlb' ? listener.lastPort : undefined
  return last === undefined ? `${protocol} ${port}` : `${protocol} ${port}-${last}`
}

/** `load balancer front`; of inference gateways `gateway front (Internet)`, `gateway front (VPC shop)`. */
export function balancerText({ name, kind, network }: LoadBalancer): string {
  if (!isOfGateway(name)) return `load balancer ${name}`
  const [, gateway, , vpc] = name.split('/')
  if (kind !== 'eas') return `ALB of gateway ${gateway} (${network === 'internet' ? 'Internet' : 'VPC'})`
  return `gateway ${gateway} (${vpc === undefined ? 'Internet' : `VPC ${vpc}`})`
}

/** `server group web`; of inference gateways `service llm`. */
export function groupText(group: string): string {
  return isOfGateway(group) ? `service ${group.split('/').at(-1)}` : `server group ${group}`
}

/** `172.16.1.5:8080`. */
export function backendText({ address, port }: Backend): string {
  return `${formatIpv4(address)}:${port}`
}

/** `GET shop.example.com/api?x=1`. */
export function requestText({ method, host, path, query }: HttpRequest): string {
  return `${method} ${host}${path}${query === '' ? '' : `?${query}`}`
}

/** Rules and servers that a sentence names before it only counts the others. */
const MOST_NAMED = 4

/** `a, b, c, d, 3 more`. */
export function someOf(texts: readonly string[]): string {
  const named = texts.slice(0, MOST_NAMED)
  if (texts.length > MOST_NAMED) named.push(`${texts.length - MOST_NAMED} more`)
  return named.join(', ')
}
