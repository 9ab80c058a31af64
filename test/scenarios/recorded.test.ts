/**
 * Every scenario file is an example, a test and a document at once: its output at 80 columns is recorded beside it in
 * `scenarios/recorded/`. After a wanted change, `npx vitest run test/scenarios -u` writes the records anew; read the diff.
 */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { simulate } from '../cli/a-terminal.ts'

const NAMES = readdirSync('scenarios')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length))
  .sort()

/** These show what a failure looks like; all others must hold. */
const FAILS = ['canary', 'whitelist-lacks-spare']

describe('the scenarios of the issue', () => {
  it('should all be there', () => {
    expect(NAMES).toEqual([
      'acl-return-denied',
      'alb-drain-slow-start',
      'alb-forwarding-rules',
      'alb-readiness-gate',
      'alb-requests-rollout',
      'alb-rolling-prestop',
      'alb-rolling-without-prestop',
      'alb-timeout-and-limit',
      'alb-weights-zero',
      'canary',
      'cen-database',
      'clb-hairpin',
      'clb-url-rules',
      'connections-survive',
      'crash-pool-empty',
      'domain-binding',
      'drained-connections',
      'eas-autoscaling',
      'eas-cross-account',
      'eas-domain-propagation',
      'eas-resize-under-load',
      'eas-rolling-update',
      'eas-sae-eip',
      'eas-sae-nat',
      'eas-status-codes',
      'eas-walkthrough',
      'eas-whitelist-life-cycle',
      'eip-or-nat',
      'eip-quota-19',
      'eip-quota-20',
      'empty-access-list',
      'enhanced-whitelist',
      'faq-database-whitelist',
      'faq-ecs-unreachable',
      'firewall-next-hop',
      'first-deployment-short',
      'gateway-alerts',
      'gateway-certificate-expiry',
      'gray-then-batches',
      'health-checks',
      'help-comes-in-time',
      'ingress-prefix',
      'ipv6-egress-only',
      'nat-fixed-address',
      'nlb-service',
      'peered-database',
      'pool-equals-instances',
      'prefix-list-routes',
      'private-names',
      'private-nat-partner',
      'privatelink-overlap',
      'readiness-rollback',
      'right-size',
      'rolling-eip',
      'scale-out-beyond-pool',
      'service-name',
      'shared-pool',
      'slow-upload',
      'snat-ports-exhausted',
      'snat-ports-second-eip',
      'vswitch-exhausted',
      'whitelist-lacks-spare',
    ])
  })
})

describe.each(NAMES)('scenarios/%s.yaml', (name) => {
  const ran = simulate([`scenarios/${name}.yaml`], { engine })

  it('should end as expected', async () => {
    const { code, err } = await ran
    expect({ code, err }).toEqual({ code: FAILS.includes(name) ? 1 : 0, err: '' })
  })

  it('should say what is recorded, within 80 columns', async () => {
    const { out } = await ran
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    await expect(out).toMatchFileSnapshot(`../../scenarios/recorded/${name}.txt`)
  })

  it('should say the same when it is run again', async () => {
    expect(await simulate([`scenarios/${name}.yaml`], { engine })).toEqual(await ran)
  })
})

describe('the canary', () => {
  it('should see every one of its expectations fail', async () => {
    const { out } = await simulate(['scenarios/canary.yaml', '--json'], { engine })
    const document = JSON.parse(out)
    const [run] = document.runs
    const statuses = run.expectations.map((each: { status: string }) => each.status)
    expect(statuses.length).toBeGreaterThan(10)
    expect(statuses).not.toContain('held')
  })
})

describe('the whitelist that lacks the spare address', () => {
  it('should name the address, the rule with its line, the instant and the fix', async () => {
    const { out } = await simulate(['scenarios/whitelist-lacks-spare.yaml'], { engine })
    const text = out.replaceAll(/\s+/g, ' ')
    expect(text).toContain('SOURCE_NOT_WHITELISTED')
    expect(text).toContain('since 1m18.4s, shop-4 (v2, EIP 203.0.113.13) starts')
    expect(text).toContain('fix proven: asked again with this change, it gets through')
    expect(text).toContain('+ whitelist: [ 203.0.113.10/31, 203.0.113.12, 203.0.113.13 ]')
    expect(text).toMatch(/rule .*whitelist-lacks-spare\.yaml:39:5/)
  })
})
