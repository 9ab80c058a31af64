/** CENs in the file: the attachments of their transit router, with the four switches, and its route tables. */
import * as z from 'zod'
import type { ReadLeaf } from './leaf.ts'
import { key, textLeaf } from './leaf.ts'
import { block, flag, isName, name } from './words.ts'

/** Where a route of the transit router leads: an attached VPC, or nowhere. */
const transitHop = textLeaf<{ readonly vpc: string | undefined }>(
  {
    kind: 'attachment or blackhole',
    pattern: '^(attachment/[A-Za-z0-9][A-Za-z0-9_-]{0,62}|blackhole)$',
    code: 'InvalidNextHopType',
    expected: 'attachment/VPC or blackhole',
  },
  (text): ReadLeaf<{ readonly vpc: string | undefined }> => {
    if (text === 'blackhole') return { ok: true, value: { vpc: undefined } }
    const [kind, ...rest] = text.split('/')
    const vpc = rest.join('/')
    if (kind === 'attachment' && isName(vpc)) return { ok: true, value: { vpc } }
    return {
      ok: false,
      message: `${JSON.stringify(text)} is no next hop of a transit router`,
      hint: 'write attachment/VPC, with the name of an attached VPC, or blackhole',
    }
  },
)

export const transitRoute = z
  .strictObject({
    to: key(block, 'Destination; the longest match decides.', 'facts/vpc R2.12'),
    via: key(transitHop, 'Where it leads: `attachment/VPC` or `blackhole`.', 'facts/vpc R7.10'),
  })
  .meta({ title: 'Transit route', description: 'A static route of the transit router.' })

export const transitTable = z
  .strictObject({
    routes: key(
      z.array(transitRoute).prefault([]),
      'Static routes; those of the VPCs that propagate to the table are in it by themselves.',
      'facts/vpc R7.10, R7.14',
    ),
  })
  .meta({ title: 'Transit route table', description: 'A route table of the transit router.' })

export const cenAttachment = z
  .strictObject({
    vswitches: key(
      z.array(name).min(1),
      'vSwitches in which the transit router has an ENI: two in different zones, if the VPC has such. It takes an address in each.',
      'facts/vpc R7.6',
    ),
    associate: key(
      name.optional(),
      'The route table that forwards what comes from the VPC, or `none`; default none, with mesh: true `default`.',
      'facts/vpc R7.7',
    ),
    propagate: key(
      z.array(name).optional(),
      'The route tables that learn the vSwitches of the VPC; default none, with mesh: true `default`.',
      'facts/vpc R7.7, R7.8',
    ),
    autoPublish: key(
      flag.optional(),
      'The transit router tells the VPC the routes of the table that it is associated with; default false, with mesh: true true.',
      'facts/vpc R7.7',
    ),
    acceptRoutes: key(
      flag.prefault(true),
      'The route tables of the VPC, custom ones included, take what they are told.',
      'facts/vpc R7.7, R7.16a',
    ),
    publish: key(
      z.array(block).prefault([]),
      'Destinations of custom routes of the system table that are propagated too, such as 0.0.0.0/0 to a NAT gateway, which other VPCs may leave by then.',
      'facts/vpc R7.8, R7.9',
    ),
  })
  .meta({
    title: 'CEN attachment',
    description: 'The link of a VPC with the transit router, under the name of the VPC.',
  })

export const cen = z
  .strictObject({
    mesh: key(
      flag.prefault(false),
      'Short form: all attachments are associated with the table `default`, propagate to it and publish, unless they say otherwise.',
      'facts/vpc R7.7',
    ),
    attachments: key(z.record(name, cenAttachment).prefault({}), 'Attachments by VPC.', 'facts/vpc R7.6'),
    routeTables: key(
      z.record(name, transitTable).prefault({}),
      'Route tables by name; `default` is always there.',
      'facts/vpc R7.7',
    ),
  })
  .meta({
    title: 'CEN',
    description:
      'A network of VPCs with one transit router in the region of the file. Regions are not transitive, and a file has one region.',
  })
