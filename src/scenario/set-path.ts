/** The path of a `set` entry: which configuration may change while the run goes on, and how it is written. */
import { formatPath, type Path } from '../cloud/violation.ts'
import { resourceSections } from './schema/file.ts'
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
  'databases',
]
/** What of a VPC may change. */
const SETTABLE_OF_VPC = ['networkAcls', 'routeTables']
/** What of a server or a database may change: both stay where they are. */
const SETTABLE_KEYS: Readonly<Record<string, readonly string[]>> = {
  servers: ['running', 'ports', 'securityGroups'],
  databases: ['whitelist', 'securityGroups'],
}

export type ReadSetPath =
  | { readonly ok: true; readonly path: Path }
  | { readonly ok: false; readonly message: string; readonly hint: string }

/** Reads `internet.partner.whitelist` or `securityGroups.web.ingress[0].priority` and looks that it exists. */
export function readSetPath(text: string, root: ValueMap): ReadSetPath {
  if (text.length > 500 || !/^[A-Za-z][\w-]*(\.[\w-]+|\[\d{1,6}\])+$/.test(text))
    return {
      ok: false,
      message: `${quote(text)} is not a path into the file`,
      hint: 'a path is SECTION.NAME.KEY, with [0] for the first entry of a list, such as internet.partner.whitelist',
    }
  const path = [...text.matchAll(/([\w-]+)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index))
  const [section, name] = path
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
      message: `of a VPC only its ${SETTABLE_OF_VPC.join(' and ')} can be set`,
      hint: `write vpcs.${name}.networkAcls.NAME.ingress, for example`,
    }
  const keys = SETTABLE_KEYS[section as string]
  if (keys !== undefined && !keys.includes(path[2] as string))
    return {
      ok: false,
      message: `of ${section} only ${listing(keys)} can be set`,
      hint: `write ${section}.${name}.${keys[0]}, for example`,
    }
  // The last key may be one that the file left to its default; everything before must stand there.
  for (let length = 2; length <= path.length; length++) {
    const step = path[length - 1]!
    const parent = valueAt(root, path.slice(0, length - 1))
    if (valueAt(root, path.slice(0, length)) !== undefined) continue
    if (length === path.length && length > 2 && isMap(parent) && typeof step === 'string') continue
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
