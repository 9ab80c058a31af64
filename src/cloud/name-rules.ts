/** What is wrong with names before anybody calls them: zones that are bound twice, aliases in a circle (facts/vpc R8.5). */
import type { DnsRecord } from './dns-record.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkNames({ dns, privateZones }: Topology): Generator<Violation> {
  const bound = new Map<string, string>()
  for (const { name, zone, vpcs, records } of privateZones.values()) {
    const path: Path = ['privateZones', name]
    for (const [index, vpc] of vpcs.entries()) {
      const key = `${zone} ${vpc}`
      const earlier = bound.get(key)
      if (earlier !== undefined)
        yield {
          code: earlier === name ? 'REFERENCE_DUPLICATE' : 'PRIVATE_ZONE_DUPLICATE',
          message:
            earlier === name
              ? `VPC ${vpc} is named twice`
              : `private zone ${earlier} is bound to VPC ${vpc} for ${zone} already`,
          path: [...path, 'vpcs', index],
        }
      else bound.set(key, name)
    }
    yield* checkCircles(records, (record) => [
      ...path,
      'records',
      record === zone ? '@' : record.slice(0, -zone.length - 1),
    ])
  }
  yield* checkCircles(dns, (record) => ['dns', record])
}

/** Circles within one set of records; those over several are found when somebody calls the name. */
function* checkCircles(
  records: ReadonlyMap<string, DnsRecord>,
  pathOf: (name: string) => Path,
): Generator<Violation> {
  const told = new Set<string>()
  for (const name of records.keys()) {
    const way: string[] = []
    let at: string | undefined = name
    while (at !== undefined && !way.includes(at) && !told.has(at)) {
      way.push(at)
      const target: DnsRecord['target'] | undefined = records.get(at)?.target
      at = target?.type === 'CNAME' && records.has(target.name) ? target.name : undefined
    }
    if (at === undefined || !way.includes(at)) continue
    const circle = way.slice(way.indexOf(at))
    for (const each of circle) told.add(each)
    yield {
      code: 'CNAME_LOOP',
      message: `${[...circle, at].join(' is an alias of ')}`,
      hint: 'let one of them lead to an address: a: 172.16.1.20',
      path: pathOf(at),
      at: 'key',
    }
  }
}
