/** Edits that turn on the switches of a CEN (facts/vpc R7.7), and that let a VPC leave by the NAT gateway of another (R7.9). */
import { attachmentOf, type Cen, type CenAttachment } from '../cloud/cen.ts'
import { unwritten } from '../cloud/origin.ts'
import type { NextHop } from '../cloud/route-table.ts'
import type { Topology } from '../cloud/topology.ts'
import { isPublishable } from '../cloud/transit-routes.ts'
import { formatCidr, prefixOf } from '../net/cidr.ts'
import type { Blocked, EditMaker, Setting } from './blocked.ts'
import { added, type Draft, type Edit, type EditLine, removed, withMember } from './edit.ts'
import { flowList } from './edit-text.ts'
import { rerouteEdit, routeEdit } from './route-changes.ts'
import { onceEach, vpcNamed } from './route-edits.ts'

const ANYWHERE = prefixOf(0, 0)

/** With each table, those first that the VPC at the other end propagates to. */
export const associate: EditMaker = (blocked, setting) =>
  onceEach(blocked, ({ details }) => {
    const [cen, from, to] = ends(details, setting)
    if (cen === undefined || from === undefined) return []
    const told = to?.propagations ?? []
    const tables = cen.routeTables.map(({ name }) => name)
    return [
      ...tables.filter((name) => told.includes(name)),
      ...tables.filter((name) => !told.includes(name)),
    ].map((table) =>
      switchEdit(cen, from, 'associate', {
        words: `associate VPC ${from.vpc} with route table ${table} of CEN ${cen.name}`,
        lines: [added(`associate: ${table}`)],
        change: (now) => ({ ...now, association: table }),
      }),
    )
  })

export const propagate: EditMaker = (blocked, setting) =>
  onceEach(blocked, ({ details }) => {
    const [cen, , to] = ends(details, setting)
    const table = details['trTable']
    if (cen === undefined || to === undefined || table === undefined) return []
    const { propagations } = to
    return [
      switchEdit(cen, to, 'propagate', {
        words: `let VPC ${to.vpc} propagate to route table ${table} of CEN ${cen.name}`,
        lines: setList('propagate', propagations, table),
        change: (now) => ({ ...now, propagations: [...now.propagations, table] }),
      }),
    ]
  })

export const publishToVpc: EditMaker = (blocked, setting) =>
  onceEach(blocked, ({ details }) => {
    const [cen, from] = ends(details, setting)
    if (cen === undefined || from === undefined) return []
    return [
      switchEdit(cen, from, 'autoPublish', {
        words: `let CEN ${cen.name} tell VPC ${from.vpc} its routes`,
        lines: [added('autoPublish: true')],
        change: (now) => ({ ...now, autoPublish: true }),
      }),
    ]
  })

export const acceptRoutes: EditMaker = (blocked, setting) =>
  onceEach(blocked, ({ details }) => {
    const [cen, from] = ends(details, setting)
    if (cen === undefined || from === undefined) return []
    return [
      switchEdit(cen, from, 'acceptRoutes', {
        words: `let VPC ${from.vpc} take the routes of CEN ${cen.name}`,
        lines: [removed('acceptRoutes: false'), added('acceptRoutes: true')],
        change: (now) => ({ ...now, acceptsRoutes: true }),
      }),
    ]
  })

/** A way of its own into the CEN, for the one address that a route leads elsewhere. */
export const leadIntoCen: EditMaker = (blocked, setting) =>
  onceEach(blocked, (one) => {
    const { details } = one
    const vpc = vpcNamed(details['from'], setting)
    const name = details['cen']
    const table = details['table']
    if (vpc === undefined || name === undefined || table === undefined || one.hop === undefined) return []
    const hop: NextHop = { kind: 'cen', name }
    const address = prefixOf(one.hop.before.destination, 32)
    const taken = (details['route'] ?? '').split(' ')[0]
    const route = vpc.routeTables
      .find((written) => written.name === table)
      ?.routes.find(({ destination }) => formatCidr(destination) === taken)
    return route !== undefined && one.code === 'CEN_ROUTE_CONFLICT'
      ? [rerouteEdit(vpc, table, route, hop)]
      : [routeEdit(vpc, table, address, hop)]
  })

/** An attached VPC that has an exit tells the others of it. */
export const publishExit: EditMaker = (blocked, setting) =>
  onceEach(blocked, (one) => {
    const { topology } = setting.tables
    const vpc = one.details['from'] ?? one.details['vpc'] ?? ''
    return [...topology.cens.values()]
      .filter((cen) => attachmentOf(cen, vpc) !== undefined)
      .flatMap((cen) => exitsIn(topology, cen, vpc).map((exit) => exitEdit(cen, exit)))
  })

function exitsIn(topology: Topology, cen: Cen, vpc: string): CenAttachment[] {
  return cen.attachments.filter(
    (one) =>
      one.vpc !== vpc &&
      isPublishable(topology, one.vpc, ANYWHERE) &&
      !one.published.some((cidr) => formatCidr(cidr) === formatCidr(ANYWHERE)),
  )
}

function exitEdit(cen: Cen, exit: CenAttachment): Edit {
  return switchEdit(cen, exit, 'publish', {
    words: `let VPC ${exit.vpc} publish its way to the Internet in CEN ${cen.name}`,
    lines: setList('publish', exit.published.map(formatCidr), formatCidr(ANYWHERE)),
    change: (now) => ({ ...now, published: [...now.published, ANYWHERE] }),
  })
}

interface Switch {
  readonly words: string
  readonly lines: readonly EditLine[]
  change(now: CenAttachment): CenAttachment
}

function switchEdit(
  cen: Cen,
  { vpc, origin }: CenAttachment,
  key: string,
  { words, lines, change }: Switch,
): Edit {
  const path = `cens.${cen.name}.attachments.${vpc}.${key}`
  return {
    kind: key === 'publish' ? 'transitExit' : 'transit',
    words,
    origin: { ...origin, path },
    lines,
    apply: (draft) =>
      changeAttachment(draft, cen.name, vpc, (now) => ({ ...change(now), origin: unwritten(origin.path) })),
  }
}

function changeAttachment(
  draft: Draft,
  name: string,
  vpc: string,
  change: (now: CenAttachment) => CenAttachment,
): Draft | undefined {
  const cen = draft.topology.cens.get(name)
  if (cen === undefined) return undefined
  const attachments = cen.attachments.map((one) => (one.vpc === vpc ? change(one) : one))
  return withMember(draft, 'cens', { ...cen, attachments })
}

function setList(key: string, present: readonly string[], item: string): EditLine[] {
  const whole = added(`${key}: ${flowList([...present, item])}`)
  return present.length === 0 ? [whole] : [removed(`${key}: ${flowList(present)}`), whole]
}

/** The CEN, and the attachments of whoever sends and of whoever has the destination. */
function ends(
  details: Blocked['details'],
  { tables }: Setting,
): [Cen | undefined, CenAttachment | undefined, CenAttachment | undefined] {
  const cen = tables.topology.cens.get(details['cen'] ?? '')
  const of = (vpc: string | undefined) => (cen === undefined ? undefined : attachmentOf(cen, vpc ?? ''))
  return [cen, of(details['from']), of(details['to'])]
}
