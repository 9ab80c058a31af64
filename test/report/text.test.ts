import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Phase } from '../../src/deployment/phase.ts'
import { widthOf } from '../../src/report/display-text.ts'
import { FLOW_PRECEDENCE, LANE_LIFE, LANE_PRECEDENCE, UNICODE } from '../../src/report/glyphs.ts'
import type { Run } from '../../src/report/run.ts'
import { SGR_PATTERN } from '../../src/report/style.ts'
import { renderQuiet, renderText } from '../../src/report/text.ts'
import { aRollingRun, aRun, M, S, type Sketch } from './a-run.ts'
import { aSketch } from './a-sketch.ts'

const SGR = new RegExp(SGR_PATTERN, 'g')

describe('renderText', () => {
  it('should tell a rolling deployment that breaks an egress', () => {
    expect(renderText(aRollingRun())).toMatchInlineSnapshot(`
      "Rolling replacement with one EIP per instance
      scenarios/rolling-eip.yaml · cn-hangzhou · seed 42 · 15m · vpcsim 0.1.0

                                    1m        1m30s      2m         2m30s      3m
                                  ──▼─────────┬──────────┬──────────┬──────────┬──────
      shop
        shop-1 v1 203.0.113.10    ██████████████▒▒▒
        shop-2 v1 203.0.113.11    █████████████████████████████▒▒
        shop-3 v1 203.0.113.12    ███████████████████████████████████████████▒▒▒
        shop-4 v2 203.0.113.13      ▁▂▂▂▃▃▅▅▅▅▅▅▅█████████████████████████████████████
        shop-5 v2 203.0.113.10                    ▁▂??▃▅▅▅▅▅▅▅▅▅██████████████████████
        shop-6 v2 203.0.113.11                                  ▁▁▂▂▂▃▃▅▅▅▅▅▅▅████████
        ready of 3                3──────────────43──────────────────────────2┄3──────
      EIPs in use
        shop of 4                 3─────4━━━━━━━━━━━34━━━━━━━━━━━━3──4━━━━━━━━━━━3────
      flows
        inbound         REACHABLE ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        partner      INTERMITTENT ━━━━━━━✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗✗
      before 54s and from 3m19s until 15m nothing changes
      ▼ action   ▁ pending   ▂ pulling image   ? no free EIP   ▃ binding EIP
      ▅ starting   █ ready   ▒ stopping   ━ all EIPs in use
      ┄ fewer ready than declared   ━ gets through   ✗ blocked

      What happened
        1m     deploy shop v2
        1m     change 1 (deploy shop v1 → v2) runs, 3 instances, at least 2 ready
        1m45s  warning of shop-5: no free EIP in pool shop (EIP_POOL_EMPTY) ×2 until
               1m46s
        3m3s   change 1 (deploy shop v2) succeeds

      Changes
        ✓ SAFE  deploy shop v1 → v2, 1m until 3m3s (2m3s)
            done, nothing was lost; fewest ready 3 (2 wanted), fewest serving 3

      Notices
        ! the whitelist of partner covers 3 of the 4 EIPs of pool shop
          (scenarios/rolling-eip.yaml:27:50)
      Assumed, for the documents leave it open; set it in the file if you know better
        · apps.shop.lifecycle.eipRelease = 3s (deployment A.13)

      Expectations
        ✓ flow inbound is always reachable
        ✓ rollout of shop completes within 10m
        ✗ flow partner is always reachable

      ✗ flow partner is always reachable · failed
          when   1m15s until 15m (13m45s)
          what   partner blocked shop-4, which it sees as 203.0.113.13
          why    WHITELIST_MISS: The source address 203.0.113.13 is not on the
                 whitelist of partner.
          since  1m15s, shop-4 (v2, EIP 203.0.113.13) starts
          fix    add 203.0.113.13 to internet.partner.whitelist
          rule   internet.partner: whitelist (scenarios/rolling-eip.yaml:27:50)
          file   scenarios/rolling-eip.yaml:32:5 expect[2]

      reproduce: simulate scenarios/rolling-eip.yaml --seed 42
      ✗ FAILED  1 of 3 expectations failed  ·  1 change SAFE
      "
    `)
  })

  it('should tell a stuck change with its wait-for chain', () => {
    expect(renderText(aStuckRun(), { width: 72, ascii: true })).toMatchInlineSnapshot(`
      "Pool equals instances
      scenarios/pool-equals-instances.yaml - cn-hangzhou - seed 42 - 15m -
      vpcsim 0.1.0
      Two instances, two EIPs: the replacement waits for an address that only
      its predecessor can give.

                                    1m        1m10s      1m20s      1m30s
                                  --v---------+----------+----------+---------
      shop
        shop-1 v1 203.0.113.10    ############################################
        shop-2 v1 203.0.113.11    ############################################
        shop-3 v2                   ____:::::::::::???????????????????????????
        ready of 2                2-------------------------------------------
      EIPs in use
        shop of 2                 2*******************************************
      flows
        inbound         REACHABLE ============================================
      before 58s and from 1m39s until 15m nothing changes
      v action   _ pending   : pulling image   ? no free EIP   # ready
      * all EIPs in use   = gets through

      What happened
        1m     deploy shop v2
        1m14s  warning of shop-3: no free EIP (CREATE_NO_EIP) x3 until 1m34s
        1m30s  batch 1 of 2 of change 1 (shop) timed out (1 instance)

      Changes
        ! STUCK  deploy shop v1 -> v2, 1m until 3m (2m)
            cannot go on, the old instances keep serving; fewest ready 2 (2
            wanted), fewest serving 2
            nothing moves from 1m14s on
            ROLLOUT_STUCK: Nothing can move any more.
            waits  shop-3 waits for an EIP of pool shop
               ->  pool shop has none free: shop-1 and shop-2 hold both
               ->  shop-1 stops when shop-3 has its EIP
            fix    Give pool shop one more address.

      Expectations
        + rollout of shop is stuck
        X flow out is never blocked (never came into play)

      X flow out is never blocked - never came into play
          what   flow out was never asked
          file   scenarios/pool-equals-instances.yaml:31:5 expect[1]

      reproduce: simulate scenarios/pool-equals-instances.yaml --seed 42
      X FAILED  1 of 2 expectations failed  -  1 change STUCK
      "
    `)
  })

  it('should tell a run in which nothing happens and nothing is expected', () => {
    expect(
      renderText(aRun({ flows: [{ name: 'in', verdict: 'REACHABLE', states: [[0, {}]] }] })),
    ).toMatchInlineSnapshot(`
      "A run
      scenarios/a-run.yaml · cn-hangzhou · seed 42 · 15m · vpcsim 0.1.0

                          0s                  5m                  10m
                          ┬───────────────────┬───────────────────┬───────────────────
      flows
        in      REACHABLE ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      nothing changes until 15m
      ━ gets through

      Nothing is expected of this run: add \`expect\` to the file to have it judged.

      ✓ HELD  nothing expected
      "
    `)
  })

  it('should say the same with colour as without', () => {
    const run = aRollingRun()
    const coloured = renderText(run, { colour: true })
    expect(coloured).toMatch(SGR)
    expect(coloured.replaceAll(SGR, '')).toBe(renderText(run))
  })

  it('should use ASCII alone when asked', () => {
    expect(renderText(aRollingRun(), { ascii: true })).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('should end with the verdict, and say before it how to get the run again', () => {
    const lines = renderText(aRollingRun()).trimEnd().split('\n')
    expect(lines.slice(-2)).toEqual([
      'reproduce: simulate scenarios/rolling-eip.yaml --seed 42',
      '✗ FAILED  1 of 3 expectations failed  ·  1 change SAFE',
    ])
  })

  it('should quote a file name that the shell would take apart', () => {
    const run = aRun({ file: "my 'best' scenario.yaml", findings: [{ text: 'x', status: 'failed' }] })
    expect(renderText(run)).toContain("simulate 'my '\\''best'\\'' scenario.yaml' --seed 42")
  })

  it('should fit its width, move no cursor and leave no blank behind a line', () =>
    fc.assert(
      fc.property(aSketch(), fc.integer({ min: 60, max: 120 }), fc.boolean(), (sketch, width, ascii) => {
        const text = renderText(aRun(sketch), { width, ascii })
        expect(text.endsWith('\n')).toBe(true)
        for (const line of text.slice(0, -1).split('\n')) {
          expect(widthOf(line)).toBeLessThanOrEqual(width)
          if (/\p{Cc}|\p{Cf}| $/u.test(line)) expect.fail(`not clean: ${JSON.stringify(line)}`)
        }
      }),
      { numRuns: 150 },
    ))

  it('should be the same text each time', () =>
    fc.assert(
      fc.property(aSketch(), (sketch) => {
        expect(renderText(aRun(sketch))).toBe(renderText(aRun(structuredClone(sketch))))
      }),
      { numRuns: 20 },
    ))
})

describe('a cell with several states', () => {
  it('should show a block of a single microsecond', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 * M - 2 }),
        fc.integer({ min: 60, max: 120 }),
        (atUs, width) => {
          const run = aRun({
            flows: [
              {
                name: 'in',
                verdict: 'INTERMITTENT',
                states: [
                  [0, {}],
                  [atUs, { status: 'BLOCKED', through: 0 }],
                  [atUs + 1, {}],
                ],
              },
            ],
            happenings: [
              [1, { kind: 'configured', path: 'a' }],
              [15 * M - 1, { kind: 'configured', path: 'b' }],
            ],
          })
          expect(stripOf(run, 'in', width)).toMatch(/^━*✗━*$/)
        },
      ),
    ))

  it('should show the phase that matters most', () => {
    const brief = (phase: Phase): string =>
      laneOf(
        aRun({
          instances: [
            {
              name: 'a-1',
              phases: [
                [0, 'ready'],
                [30 * S, phase],
                [30 * S + 1, 'ready'],
              ],
            },
          ],
          happenings: [[M, { kind: 'configured', path: 'a' }]],
        }),
        'a-1',
      )
    for (const phase of [
      'backoff',
      'unready',
      'awaitingEip',
      'associating',
      'starting',
      'terminating',
    ] as const)
      expect(brief(phase)).toContain(UNICODE.lane[phase])
    expect(brief('gone')).not.toMatch(/█ +█/)
  })

  it('should show the lowest capacity and the highest use', () => {
    const text = renderText(
      aRun({
        capacity: [
          [0, [3, 3]],
          [30 * S, [3, 0]],
          [30 * S + 1, [3, 3]],
          [M, [3, 3]],
        ],
        pool: {
          name: 'p',
          size: 4,
          inUse: [
            [0, 3],
            [30 * S, 4],
            [30 * S + 1, 3],
            [M, 3],
          ],
        },
      }),
    )
    expect(text).toMatch(/ready of 3 +3─*03─*/)
    expect(text).toMatch(/p of 4 +3─*43─*/)
  })

  it('should have a place for every state', () => {
    expect([...LANE_PRECEDENCE].sort()).toEqual(Object.keys(UNICODE.lane).sort())
    expect([...LANE_LIFE].sort()).toEqual(Object.keys(UNICODE.lane).sort())
    expect([...FLOW_PRECEDENCE].sort()).toEqual(Object.keys(UNICODE.flow).sort())
    for (const group of [UNICODE.lane, UNICODE.flow])
      expect(new Set(Object.values(group)).size).toBe(Object.keys(group).length)
  })
})

describe('many lanes', () => {
  const fleet = (
    count: number,
    phasesOf: (index: number) => NonNullable<Sketch['instances']>[number]['phases'],
  ) =>
    aRun({
      instances: Array.from({ length: count }, (_, index) => ({
        name: `shop-${index + 1}`,
        eip: index % 250,
        phases: phasesOf(index),
      })),
      happenings: [[M, { kind: 'configured', path: 'a' }]],
    })

  it('should be shown one by one up to twenty-four', () => {
    expect(laneNames(fleet(24, () => [[0, 'ready']]))).toHaveLength(24)
  })

  it('should be grouped where they look alike', () => {
    const text = renderText(
      fleet(500, (index) =>
        index < 300
          ? [[0, 'ready']]
          : [
              [0, 'ready'],
              [30 * S, 'terminating'],
            ],
      ),
    )
    expect(text).toContain('  300 × like shop-1 ')
    expect(text).toContain('  200 × like shop-301 ')
  })

  it('should say how many are left out, and keep those in trouble', () => {
    const run = fleet(100, (index) => [
      [0, 'ready'],
      [(index + 1) * 500_000, index === 50 ? 'backoff' : 'terminating'],
    ])
    const text = renderText(run)
    const hidden = [...text.matchAll(/⋮ (\d+) more, not shown/g)].map(([, count]) => Number(count))
    expect(text).toContain('shop-51')
    const shown = laneNames(run).length
    expect(shown).toBeLessThanOrEqual(24)
    const grouped = [...text.matchAll(/(\d+) × like/g)].reduce((sum, [, count]) => sum + Number(count) - 1, 0)
    expect(shown + grouped + hidden.reduce((a, b) => a + b, 0)).toBe(100)
  })
})

describe('what happened', () => {
  const actions = (count: number) =>
    aRun({
      happenings: Array.from(
        { length: count },
        (_, entry) => [entry * 1000, { kind: 'action', entry, text: `restart app-${entry}` }] as const,
      ),
    })
  it('should lose its middle when it is long, and say how much', () => {
    expect(renderText(actions(30))).not.toContain('more, see --json')
    const text = renderText(actions(200_000))
    expect(text).toContain('⋮ 199970 more, see --json')
    expect(text.match(/restart app-/g)).toHaveLength(30)
  })
  it('should tell equal warnings of several instances once', () => {
    const warning = (index: number) =>
      ({
        kind: 'warning',
        app: 'a',
        instance: `a-${index}`,
        code: 'X',
        message: `a-${index} waits`,
        details: {},
      }) as const
    const text = renderText(
      aRun({ happenings: [1, 2, 3, 1].map((index, at) => [at * S, warning(index)] as const) }),
    )
    expect(text).toContain('warning of a-1 and 2 more: a-1 waits (X) ×4 until 3s')
  })
})

describe('an EIP on its way back', () => {
  it('should be seen behind the instance that is gone', () => {
    const run = aRun({
      instances: [
        {
          name: 'shop-1',
          eip: 10,
          phases: [
            [0, 'ready'],
            [20 * S, 'gone'],
          ],
        },
      ],
      happenings: [
        [20 * S, { kind: 'eip', pool: 'p', address: 1, status: 'Unassociating', instance: 'shop-1' }],
        [40 * S, { kind: 'eip', pool: 'p', address: 1, status: 'Available' }],
      ],
    })
    expect(laneOf(run, 'shop-1')).toMatch(/█+╌+$/)
  })
})

describe('the result', () => {
  const openChange = { verdict: 'UNDETERMINED' as const, status: 'running' as const }
  it('should be undetermined while a change is under way, unless just that was expected', () => {
    const held = { text: 'x' }
    expect(renderQuiet(aRun({ changes: [openChange], findings: [held] }))).toMatch(/^\? UNDETERMINED/)
    const claim = { kind: 'rollout', app: 'shop', outcome: 'running' } as const
    expect(renderQuiet(aRun({ changes: [openChange], findings: [held, { text: 'y', claim }] }))).toMatch(
      /^✓ HELD/,
    )
  })
  it('should be undetermined when an expectation is, and failed when another one failed', () => {
    const open = { text: 'x', status: 'failed', undetermined: true } as const
    expect(renderText(aRun({ findings: [open] }))).toContain('? UNDETERMINED  1 of 1 expectation undecided')
    expect(renderText(aRun({ findings: [open, { text: 'y', status: 'failed' }] }))).toContain(
      '✗ FAILED  1 of 2',
    )
  })
  it('should count what was assumed when strict', () => {
    const assumptions = [{ code: 'ASSUMED_TIMING', text: 'a', source: 'b' }]
    expect(renderQuiet(aRun({ assumptions, findings: [{ text: 'x' }] }))).toMatch(/^✓ HELD/)
    expect(renderQuiet(aRun({ assumptions, findings: [{ text: 'x' }], strict: true }))).toMatch(
      /^✗ FAILED .*1 assumed/,
    )
  })
})

function linesOf(run: Run, width = 80): string[] {
  return renderText(run, { width }).split('\n')
}

function laneOf(run: Run, name: string): string {
  return linesOf(run).find((line) => line.startsWith(`  ${name}`))!
}

function laneNames(run: Run): string[] {
  return linesOf(run).filter((line) => /^ {2}(shop-|\d+ ×)/.test(line))
}

function stripOf(run: Run, flow: string, width: number): string {
  const line = linesOf(run, width).find((candidate) => candidate.startsWith(`  ${flow} `))!
  return line.slice(line.search(/[━✗]/))
}

function aStuckRun(): Run {
  return aRun({
    name: 'Pool equals instances',
    file: 'scenarios/pool-equals-instances.yaml',
    description:
      'Two instances, two EIPs: the replacement waits for an address that only its predecessor can give.',
    instances: [
      { name: 'shop-1', eip: 10, phases: [[0, 'ready']] },
      { name: 'shop-2', eip: 11, phases: [[0, 'ready']] },
      {
        name: 'shop-3',
        version: 'v2',
        phases: [
          [60 * S, 'pending'],
          [64 * S, 'initializing'],
          [74 * S, 'awaitingEip'],
        ],
      },
    ],
    capacity: [[0, [2, 2]]],
    pool: { name: 'shop', size: 2, inUse: [[0, 2]] },
    flows: [{ name: 'inbound', verdict: 'REACHABLE', states: [[0, {}]] }],
    changes: [
      {
        verdict: 'STUCK',
        status: 'paused',
        code: 'ROLLOUT_STUCK',
        details: { pool: 'shop' },
        leastReady: 2,
        leastServing: 2,
        stuck: { fromUs: 74 * S, untilUs: 15 * M, since: 3 },
        waitsFor: [
          'shop-3 waits for an EIP of pool shop',
          'pool shop has none free: shop-1 and shop-2 hold both',
          'shop-1 stops when shop-3 has its EIP',
        ],
      },
    ],
    happenings: [
      [M, { kind: 'action', entry: 0, text: 'deploy shop v2' }],
      ...[0, 1, 2].map(
        (retry) =>
          [
            (74 + 10 * retry) * S,
            {
              kind: 'warning',
              app: 'shop',
              instance: 'shop-3',
              code: 'CREATE_NO_EIP',
              message: 'no free EIP',
            },
          ] as const,
      ),
      [
        90 * S,
        {
          kind: 'batch',
          app: 'shop',
          order: 1,
          batch: 1,
          batches: 2,
          size: 1,
          gray: false,
          status: 'timedOut',
        },
      ],
    ],
    findings: [
      { text: 'rollout of shop is stuck' },
      { text: 'flow out is never blocked', status: 'notExercised', message: 'flow out was never asked' },
    ],
    reasons: [
      {
        code: 'ROLLOUT_STUCK',
        severity: 'error',
        sentence: 'Nothing can move any more.',
        fix: 'Give pool {pool} one more address.',
        source: 'x',
      },
    ],
  })
}
