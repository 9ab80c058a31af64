/** CENs as they were read: what `mesh` leaves unsaid is filled in. */
import type * as z from 'zod'
import { type Cen, type CenAttachment, DEFAULT_TRANSIT_TABLE, type TransitTable } from '../cloud/cen.ts'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type * as schema from './schema/cen.ts'

type Read<Schema extends z.ZodType> = z.output<Schema>

/** The word for no association at all. */
const NO_TABLE = 'none'

export function buildCens(
  read: ReadonlyMap<string, Read<typeof schema.cen>>,
  context: BuildContext,
): Map<string, Cen> {
  return new Map([...read].map(([name, cen]) => [name, buildCen(name, cen, context)]))
}

function buildCen(
  name: string,
  { mesh, attachments, routeTables }: Read<typeof schema.cen>,
  context: BuildContext,
): Cen {
  const path: Path = ['cens', name]
  const tables = Object.entries(routeTables).map(([table, { routes }]): TransitTable => {
    const at = [...path, 'routeTables', table]
    return {
      name: table,
      routes: routes.map(({ to, via }, index) => ({
        destination: to,
        vpc: via.vpc,
        origin: context.origin([...at, 'routes', index]),
      })),
      origin: context.origin(at),
    }
  })
  const origin = context.origin(path)
  const hasDefault = tables.some((table) => table.name === DEFAULT_TRANSIT_TABLE)
  return {
    name,
    attachments: Object.entries(attachments).map(([vpc, one]) =>
      buildAttachment(vpc, one, mesh, [...path, 'attachments', vpc], context),
    ),
    routeTables: hasDefault ? tables : [{ name: DEFAULT_TRANSIT_TABLE, routes: [], origin }, ...tables],
    origin,
  }
}

function buildAttachment(
  vpc: string,
  read: Read<typeof schema.cenAttachment>,
  mesh: boolean,
  path: Path,
  context: BuildContext,
): CenAttachment {
  const associate = read.associate ?? (mesh ? DEFAULT_TRANSIT_TABLE : NO_TABLE)
  return {
    vpc,
    vswitches: read.vswitches,
    association: associate === NO_TABLE ? undefined : associate,
    propagations: read.propagate ?? (mesh ? [DEFAULT_TRANSIT_TABLE] : []),
    autoPublish: read.autoPublish ?? mesh,
    acceptsRoutes: read.acceptRoutes,
    published: read.publish,
    origin: context.origin(path),
  }
}
