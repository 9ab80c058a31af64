/** Broken scenario files around `draws` and `failures`. */
import type { BrokenFile } from './broken-files.ts'

const file = (more: string) => `simulate: 1
vpcs: { main: { cidr: 172.16.0.0/16, vswitches: { main-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 } } } }
securityGroups: { web: { vpc: main } }
eipPools: { pool: { addresses: [ 203.0.113.10-203.0.113.12 ] } }
apps:
  shop: { vswitches: [ main-h ], securityGroup: web, port: 8080, instances: 1, eips: pool }
  inner: { vswitches: [ main-h ], securityGroup: web, port: 8080, instances: 1 }
${more}`

export const brokenDraws: readonly BrokenFile[] = [
  ['a draw of an instance of nobody', ['REFERENCE_UNDEFINED'], file('draws: { «shpo-1/start»: 5s }')],
  ['a draw of no work', ['NAME_INVALID'], file('draws: { «shop-1/begin»: 5s }')],
  ['a draw without a unit', ['DURATION_INVALID'], file('draws: { shop-1/start: «5» }')],
  ['a failure of an instance of nobody', ['REFERENCE_UNDEFINED'], file('failures: { «shpo-1/eipBind»: 1 }')],
  ['a failure of what cannot fail', ['NAME_INVALID'], file('failures: { «shop-1/pull»: 1 }')],
  ['a failure that never comes', ['VALUE_OUT_OF_RANGE'], file('failures: { shop-1/eipBind: «0» }')],
  ['a failure of an EIP that nobody has', ['KEYS_EXCLUSIVE'], file('failures: { «inner-1/eipBind»: 1 }')],
]
