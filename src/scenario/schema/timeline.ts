/** What is done and when: entries are known by their action word. */
import * as z from 'zod'
import { strategy } from './app.ts'
import { asLeaf, key } from './leaf.ts'
import { duration, flag, name, positiveCount, positiveDuration, versionName, zone } from './words.ts'

const at = key(duration, 'When, counted from the start of the run.')
const theApp = (does: string) => key(name, does)

/** One schema for each action word. */
export const actions = {
  create: z
    .strictObject({ at, create: theApp('The application to create; it does not exist before.') })
    .meta({ title: 'Create' }),
  deploy: z
    .strictObject({
      at,
      deploy: theApp('The application to deploy.'),
      version: key(versionName, 'The version to deploy.'),
      strategy: key(
        strategy.optional(),
        'Release strategy of this deployment; default is that of the application.',
        'facts/deployment A.1',
      ),
    })
    .meta({ title: 'Deploy' }),
  rollback: z
    .strictObject({
      at,
      rollback: theApp('The application to roll back.'),
      version: key(versionName.optional(), 'Absent: the version before the last deployment.'),
      strategy: key(strategy.optional(), 'Release strategy of the rollback.', 'facts/deployment A.3'),
    })
    .meta({ title: 'Rollback' }),
  scale: z
    .strictObject({
      at,
      scale: theApp('The application to scale.'),
      instances: key(positiveCount, 'The new declared number of instances.', 'facts/deployment A.11'),
    })
    .meta({ title: 'Scale' }),
  restart: z
    .strictObject({ at, restart: theApp('The application whose containers restart in place.') })
    .meta({ title: 'Restart' }),
  stop: z.strictObject({ at, stop: theApp('The application to stop.') }).meta({ title: 'Stop' }),
  start: z.strictObject({ at, start: theApp('The stopped application to start.') }).meta({ title: 'Start' }),
  crash: z
    .strictObject({
      at,
      crash: theApp('The application that fails.'),
      count: key(positiveCount.prefault(1), 'How many instances, the oldest serving ones first.'),
      mode: key(
        z.enum(['instance', 'container']).prefault('instance'),
        '`container` is restarted in place, `instance` is lost and made anew.',
        'facts/deployment A.7',
      ),
    })
    .meta({ title: 'Crash' }),
  confirm: z
    .strictObject({ at, confirm: theApp('The application whose next batch is confirmed.') })
    .meta({ title: 'Confirm' }),
  abort: z
    .strictObject({
      at,
      abort: theApp('The application whose change order is aborted.'),
      rollback: key(flag.prefault(false), 'Roll back as well.', 'facts/deployment A.3'),
    })
    .meta({ title: 'Abort' }),
  zoneOutage: z
    .strictObject({
      at,
      zoneOutage: key(zone, 'The zone whose instances are lost.'),
      for: key(positiveDuration.optional(), 'How long; absent: to the end of the run.'),
    })
    .meta({ title: 'Zone outage' }),
  set: z
    .strictObject({
      at,
      set: key(
        asLeaf(z.string().min(1), {
          kind: 'path',
          code: 'SET_PATH',
          expected: 'a path such as internet.partner.whitelist',
        }),
        'The path to change: under securityGroups, internet, natGateways, prefixLists, or eipPools.NAME.addresses, servers.NAME.running, .ports, .securityGroups, .forwarding and .snat, haVips.NAME.active, databases.NAME.whitelist and .securityGroups; of load balancing accessLists, serverGroups.NAME.servers and options, loadBalancers.NAME.listeners, ingresses.NAME.rules, services.NAME.ports, certificates.NAME; of EAS gateways.NAME.internet, .vpcs, .domains, .spec, .nodes and others, serviceGroups.NAME, apps.NAME.gateway.',
      ),
      to: key(z.unknown().optional(), 'What stands there from now on.'),
    })
    .meta({ title: 'Set' }),
  unset: z
    .strictObject({
      at,
      unset: key(
        asLeaf(z.string().min(1), {
          kind: 'path',
          code: 'SET_PATH',
          expected: 'a path such as gateways.front.vpcs.shop',
        }),
        'The path of what goes, where `set` could put another thing: `gateways.NAME.vpcs.VPC` is a VPC that is linked no more.',
        'seed 002',
      ),
    })
    .meta({ title: 'Unset' }),
} as const

export type ActionWord = keyof typeof actions

/** Action words that a later version will know. */
export const LATER_ACTIONS = ['createGateway', 'deleteGateway', 'upgrade', 'failover']
