/** CENs of hand-made worlds, written as text. */
import type { Cen, CenAttachment } from '../../src/cloud/cen.ts'
import { block } from './scene.ts'

export interface CenText {
  /** By VPC; what is not said is on, as in a mesh. */
  readonly attachments: Readonly<Record<string, AttachmentText>>
  /** Routes like `10.0.0.0/8 to shop`, `10.0.0.0/8 to blackhole`; `default` is always there. */
  readonly tables?: Readonly<Record<string, readonly string[]>>
}

export interface AttachmentText {
  readonly vswitches: readonly string[]
  /** `none`: with no table. */
  readonly associate?: string
  readonly propagate?: readonly string[]
  readonly autoPublish?: boolean
  readonly acceptRoutes?: boolean
  readonly publish?: readonly string[]
}

export function censOf(texts: Readonly<Record<string, CenText>>): Map<string, Cen> {
  return new Map(Object.entries(texts).map(([name, text]) => [name, cenFrom(name, text)]))
}

function cenFrom(name: string, { attachments, tables = {} }: CenText): Cen {
  return {
    name,
    attachments: Object.entries(attachments).map(([vpc, one]): CenAttachment => {
      const { associate = 'default', propagate = ['default'], autoPublish = true, acceptRoutes = true } = one
      return {
        vpc,
        vswitches: one.vswitches,
        association: associate === 'none' ? undefined : associate,
        propagations: propagate,
        autoPublish,
        acceptsRoutes: acceptRoutes,
        published: (one.publish ?? []).map(block),
        origin: { path: `cens.${name}.attachments.${vpc}`, line: 21, column: 5 },
      }
    }),
    routeTables: Object.entries<readonly string[]>({ default: [], ...tables }).map(([table, routes]) => ({
      name: table,
      routes: routes.map((route, at) => {
        const [to, , vpc] = route.split(' ')
        return {
          destination: block(to!),
          vpc: vpc === 'blackhole' ? undefined : vpc!,
          origin: { path: `cens.${name}.routeTables.${table}.routes[${at}]`, line: 22, column: 5 },
        }
      }),
      origin: { path: `cens.${name}.routeTables.${table}`, line: 22, column: 3 },
    })),
    origin: { path: `cens.${name}`, line: 20, column: 3 },
  }
}
