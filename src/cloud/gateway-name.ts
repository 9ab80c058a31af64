/**
 * The domain names by which inference gateways of EAS are called (facts/deployment B.2, B.4). Ids of accounts and gateways are
 * in them, for which the name in the file stands, in lower case: `gw-front.cn-hangzhou.pai-eas.aliyuncs.com`.
 */
import type { Gateway } from './gateway.ts'

/** Inside a VPC a gateway has another name than outside. */
export function gatewayHost(
  { kind, name }: Pick<Gateway, 'kind' | 'name'>,
  region: string,
  side: 'internet' | 'intranet',
): string {
  const id = name.toLowerCase()
  if (kind === 'shared') return `${id}${side === 'intranet' ? '.vpc' : ''}.${region}.${DOMAIN}`
  return `gw-${id}${side === 'intranet' ? '-vpc' : ''}.${region}.${DOMAIN}`
}

const DOMAIN = 'pai-eas.aliyuncs.com'
