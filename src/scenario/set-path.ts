/** The path of a `set` entry: which configuration may change while the run goes on, and how it is written. */
import { formatPath, type Path } from '../cloud/violation.ts'
import { BALANCER_SECTIONS } from './changed-balancers.ts'
import { GATEWAY_SECTIONS, SETTABLE_OF_SERVICES } from './changed-gateways.ts'
import { resourceSections } from './schema/file.ts'
import { isDomainName } from './schema/names.ts'
import { listing, suggest } from './suggestion.ts'
import { isMap, quote, type ValueMap, valueAt } from './value.ts'

/** Sections that may change, and what of them. The blocks of VPCs are fixed (facts/vpc R1.5, R1.9). */
const SETTABLE = [
  'securityGroups',
  'internet',
  'natGateways',
  'eipPools',
  'prefixLists',
  'vpcs',
  'servers',
  'haVips',
  'cens',
  'databases',
  'dns',
  'privateZones',
  ...BALANCER_SECTIONS,
  ...GATEWAY_SECTIONS,
  'apps',
]
/** What of a VPC may change. */
const SETTABLE_OF_VPC = ['networkAcls', 'routeTables', 'ipv4Gateway', 'ipv6Gateway']
/** What of a server or a database may change: both stay where they are. */
const SETTABLE_KEYS: Readonly<Record<string, readonly string[]>> = {
  servers: ['running', 'ports', 'securityGroups', 'forwarding', 'snat'],
  haVips: ['active'],
  cens: ['attachments', 'routeTables'],
  databases: ['whitelist', 'classicWhitelist', 'securityGroups', 'mode'],
  privateZones: ['records', 'vpcs', 'proxy'],
  serverGroups: [
    'servers',
    'scheduler',
    'sticky',
    'crossZone',
    'slowStart',
    'drain',
    'keepAlive',
    'healthCheck',
    'preserveClientIp',
  ],
  loadBalancers: ['listeners', 'securityGroups', 'edition', 'highPerformance', 'crossZone'],
  ingresses: ['rules', 'default', 'certificates', 'idleTimeout', 'requestTimeout'],
  services: ['ports'],
  certificates: ['domains', 'algorithm', 'expires'],
  gateways: ['internet', 'vpcs', 'spec', 'nodes', 'domains', 'default', 'logs', 'metrics', 'alerts', 'vpc'],
  serviceGroups: ['services', 'traffic', 'token'],
  apps: SETTABLE_OF_SERVICES,
}

export type ReadSetPath =
  | { readonly ok: true; readonly path: Path }
  | { readonly ok: false; readonly message: string; readonly hint: string }

/** Reads `internet.partner.whitelist` or `securityGroups.web.ingress[0].priority` and looks that it exists. */
export function readSetPath(text: string, root: ValueMap): ReadSetPath {
  if (text.length > 500 || !/^[A-Za-z][\w-]*(\.([\w-]+|@)|\[\d{1,6}\])+$/.test(text))
    return {
      ok: false,
      message: `${quote(text)} is not a path into the file`,
      hint: 'a path is SECTION.NAME.KEY, with [0] for the first entry of a list, such as internet.partner.whitelist',
    }
  const steps = [...text.matchAll(/([\w-]+|@)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index))
  const path = withDottedKeys(steps, root)
  const [section, name] = path
  if (section === 'assume')
    return {
      ok: false,
      message: 'an assumption is how the cloud is, no configuration: it holds for the whole run',
      hint: `write it once at the top of the file, as assume: { ${name}: … }; two readings are two files`,
    }
  if (!SETTABLE.includes(section as string)) {
    const exists = Object.hasOwn(resourceSections, section as string)
    return {
      ok: false,
      message: exists
        ? `${section} do not change while the run goes on`
        : `there is no section ${quote(String(section))}`,
      hint: exists
        ? `what can be set is under ${SETTABLE.join(', ')}`
        : suggest(String(section), SETTABLE, 'what can be set is under'),
    }
  }
  if (section === 'eipPools' && (path[2] !== 'addresses' || path.length > 4))
    return {
      ok: false,
      message: 'of an EIP pool only its addresses can be set',
      hint: `write eipPools.${name}.addresses`,
    }
  if (section === 'vpcs' && !SETTABLE_OF_VPC.includes(path[2] as string))
    return {
      ok: false,
      message: `of a VPC only its ${listing(SETTABLE_OF_VPC)} can be set`,
      hint: `write vpcs.${name}.networkAcls.NAME.ingress, for example`,
    }
  const keys = SETTABLE_KEYS[section as string]
  if (keys !== undefined && !keys.includes(path[2] as string))
    return {
      ok: false,
      message: `of ${section} only ${listing(keys)} can be set`,
      hint:
        section === 'apps'
          ? `an application is changed by what is done: deploy, scale, restart; of a service of EAS ${listing(keys, 'or')} can be set`
          : `write ${section}.${name}.${keys[0]}, for example`,
    }
  if (section === 'cens' && path[2] === 'attachments' && (path.length < 5 || path[4] === 'vswitches'))
    return {
      ok: false,
      message: 'an attachment stays, and so do its vSwitches: only its switches can be set',
      hint: `write cens.${name}.attachments.${path[3] ?? 'VPC'}.autoPublish, for example`,
    }
  // The last key may be one that the file left to its default; everything before must stand there.
  for (let length = 2; length <= path.length; length++) {
    const step = path[length - 1]!
    const parent = valueAt(root, path.slice(0, length - 1))
    if (valueAt(root, path.slice(0, length)) !== undefined) continue
    const mayBeNew = length > 2 || section === 'dns'
    const isInside = isMap(parent) || (section === 'dns' && parent === undefined)
    if (length === path.length && mayBeNew && isInside && typeof step === 'string') continue
    const known = isMap(parent) ? Object.keys(parent) : []
    return {
      ok: false,
      message: `${formatPath(path.slice(0, length))} does not exist`,
      hint: Array.isArray(parent)
        ? `the list has ${parent.length} entries, counted from [0]`
        : suggest(String(step), known),
    }
  }
  return { ok: true, path }
}

const RECORD_KEYS: ReadonlySet<string> = new Set(['a', 'cname', 'txt', 'mx', 'ptr', 'srv', 'aaaa', 'ttl'])

/** Domain names are keys with dots in them: of all that fit, the longest is meant; a record that there is not yet is one name. */
function withDottedKeys(steps: Path, root: ValueMap): Path {
  const path: (string | number)[] = []
  for (let at = 0; at < steps.length; ) {
    const parent = path.length === 0 ? root : valueAt(root, path)
    let end = at + 1
    for (let to = steps.length; isMap(parent) && to > at + 1; to--) {
      if (!Object.hasOwn(parent, steps.slice(at, to).join('.'))) continue
      end = to
      break
    }
    const isNewRecord = at === 1 && steps[0] === 'dns' && end === at + 1
    const isNewDomain = at === 3 && steps[0] === 'gateways' && steps[2] === 'domains' && end === at + 1
    const isKey = RECORD_KEYS.has(String(steps.at(-1)))
    if (isNewRecord && !isKey && isDomainName(steps.slice(at).join('.'))) end = steps.length
    if (isNewDomain && isDomainName(steps.slice(at).join('.'))) end = steps.length
    path.push(end === at + 1 ? steps[at]! : steps.slice(at, end).join('.'))
    at = end
  }
  return path
}
