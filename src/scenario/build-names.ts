/** Public records and private zones as they were read: facts/vpc R8.5 to R8.7. */
import type * as z from 'zod'
import { type DnsRecord, OTHER_TYPES, type RecordTarget } from '../cloud/dns-record.ts'
import type { PrivateZone } from '../cloud/private-zone.ts'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type { Resources } from './read-sections.ts'
import { type dns, isHostRecord } from './schema/names.ts'
import { quote } from './value.ts'

type ReadRecord = z.output<typeof dns>

export interface Names {
  readonly dns: ReadonlyMap<string, DnsRecord>
  readonly privateZones: ReadonlyMap<string, PrivateZone>
}

export function buildNames(resources: Resources, context: BuildContext): Names {
  const records = new Map<string, DnsRecord>()
  for (const [name, read] of resources.dns) {
    const record = buildRecord(name, read, ['dns', name], context)
    if (record !== undefined) records.set(name, record)
  }
  const privateZones = new Map<string, PrivateZone>()
  for (const [name, { zone, vpcs, proxy, records: read }] of resources.privateZones) {
    const path = ['privateZones', name]
    const own = new Map<string, DnsRecord>()
    for (const [host, each] of Object.entries(read)) {
      const at = [...path, 'records', host]
      if (!isHostRecord(host)) {
        const isWild = host.includes('*')
        context.report({
          code: isWild ? 'FEATURE_NOT_MODELLED' : 'DOMAIN_NAME_INVALID',
          message: isWild
            ? 'records for all names are not modelled'
            : `${quote(host)} is not the name of a record`,
          hint: `write what stands before .${zone} in lower case, such as orders, or @ for ${zone} itself`,
          path: at,
          at: 'key',
        })
        continue
      }
      const whole = host === '@' ? zone : `${host}.${zone}`
      const record = buildRecord(whole, each, at, context)
      if (record !== undefined) own.set(whole, record)
    }
    privateZones.set(name, { name, zone, vpcs, proxy, records: own, origin: context.origin(path) })
  }
  return { dns: records, privateZones }
}

/** Undefined where it has no type, or several. */
function buildRecord(
  name: string,
  read: ReadRecord,
  path: Path,
  context: BuildContext,
): DnsRecord | undefined {
  const others = OTHER_TYPES.filter(
    (type) => read[type.toLowerCase() as Lowercase<typeof type>] !== undefined,
  )
  const targets: RecordTarget[] = [
    ...(read.a === undefined ? [] : [{ type: 'A', address: read.a } as const]),
    ...(read.cname === undefined ? [] : [{ type: 'CNAME', name: read.cname } as const]),
    ...others.map((type) => ({ type })),
  ]
  const [target] = targets
  if (target === undefined || targets.length > 1) {
    context.report({
      code: 'KEYS_EXCLUSIVE',
      message: 'a record has exactly one of a, cname, txt, mx, ptr, srv and aaaa',
      hint: 'for example { a: 172.16.1.20, ttl: 60s }',
      path,
    })
    return undefined
  }
  return { name, target, ttlUs: read.ttl, origin: context.origin(path) }
}
