/** `simulate compare`: what it prints, what it returns, and that it keeps to its schema. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { MEASURE_NAMES } from '../../src/checking/measurement.ts'
import { engine } from '../../src/cli/engine.ts'
import { compareSchema } from '../../src/report/compare-schema.ts'
import { simulate } from './a-terminal.ts'

const ROLLING = 'scenarios/rolling-eip.yaml'
const SHORT = 'scenarios/pool-equals-instances.yaml'
const LACKING = 'scenarios/whitelist-lacks-spare.yaml'
const NAT = 'scenarios/nat-fixed-address.yaml'

const text = readFileSync(ROLLING, 'utf8')
const compare = (...args: string[]) => simulate(['compare', ...args], { engine })
/** The rolling scenario against a variant of it. */
const against = (variant: string, ...args: string[]) =>
  simulate(['compare', ROLLING, '-', ...args], { engine, stdin: variant })

const schema = compareSchema()
const validate = new Ajv({ allowUnionTypes: true }).compile(schema)
function read(out: string) {
  const document = JSON.parse(out)
  validate(document)
  expect(validate.errors ?? []).toEqual([])
  return document
}

describe('simulate compare', () => {
  it('should tell a rolling release with a spare EIP from one without', async () => {
    const { code, out, err } = await compare(ROLLING, SHORT)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatchInlineSnapshot(`
      "A  Rolling replacement with one EIP per instance
         scenarios/rolling-eip.yaml · cn-hangzhou · seed 42 · 15m · 8 of 8 held
      B  As many EIPs as instances
         scenarios/pool-equals-instances.yaml · cn-hangzhou · seed 42 · 40m · 6 of 6
         held
      Both run for 40m, the longer of the two durations. vpcsim 0.1.0

                       1m           1m30s        2m           2m30s       3m
                     ──▼────────────┬────────────┬────────────┬───────────┬───────────
      ready
        shop of 3 A  3─────────2┄┄┄┄┄┄┄┄┄3──────2┄┄┄┄┄┄┄┄┄┄┄┄3──────2┄┄┄┄┄┄┄┄┄┄3──────
                  B  3────────────────────────────────────────────────────────────────
      EIPs in use
        shop of 4 A  3───────4━━━━━3──────────4━━━━━3─────────────4━━━━━3─────────────
        shop of 3 B  3━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      flows
        inbound   A  ━━━━━━━━━━╍╍╍╍╍╍╍╍╍╍━━━━━━━╍╍╍╍╍╍╍╍╍╍╍╍╍━━━━━━━╍╍╍╍╍╍╍╍╍╍╍━━━━━━━
                  B  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
        partner   A  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      before 54s and from 3m26s until 40m nothing of this changes
      ▼ action   ━ all EIPs in use   ┄ fewer ready than declared   ━ gets through
      ╍ degraded

      Worse in B
        ✗ deploy of shop: verdict            SAFE → STUCK  from 1m14s
        ✗ deploy of shop: time until done  2m8.9s → never  from 3m8.9s

      Better in B
        ✓ flow inbound: time degraded          1m15.1s → 0s     from 1m18.4s
        ✓ app shop: fewest ready in changes          2 → 3      from 1m18.4s
        ✓ app shop: fewest serving in changes        2 → 3      from 1m18.4s
        ✓ pool shop: most EIPs in use                4 → 3      from 1m14s
        ✓ cost a month, CNY                      57.60 → 43.20

      Where the flows part
        inbound from 1m18.4s
            A  degraded (2 of 4): shop-4 (v2, EIP 203.0.113.13) starts
            B  gets through

      Only in A, not compared
        · flow partner, REACHABLE
        · expect rollout shop outcome completed within 10m, held
        · expect rollout shop verdict SAFE, held
        · expect flow partner always reachable, held
        · expect flow partner source [203.0.113.10-203.0.113.13], held
        · expect app shop ready >= 2 always, held
        · expect pool shop inUse <= 4 always, held
        · expect pool shop inUse = 4 sometimes, held

      Only in B, not compared
        · expect rollout shop outcome stuck, held
        · expect rollout shop outcome paused, held
        · expect rollout shop verdict STUCK, held
        · expect warning shop code CREATE_NO_EIP sometimes, held
        · expect app shop serving = 3 always, held

      ✗ WORSE  2 worse, 5 better, 5 equal
      "
    `)
  })

  it('should tell EIPs from a NAT gateway: another address, fewer of them, and dearer', async () => {
    const { code, out } = await compare(ROLLING, NAT, '--ascii', '--width', '60')
    expect(code).toBe(1)
    expect(out.split('\n').filter((line) => line.length > 60)).toEqual([])
    expect(out).toMatchInlineSnapshot(`
      "A  Rolling replacement with one EIP per instance
         scenarios/rolling-eip.yaml - cn-hangzhou - seed 42 - 15m
         - 8 of 8 held
      B  Egress through a NAT gateway
         scenarios/nat-fixed-address.yaml - cn-hangzhou - seed 42
         - 15m - 3 of 3 held
      vpcsim 0.1.0

                      1m                2m                3m
                     -v-----------------+-----------------+-------
      ready
        shop of 3 A  3------2,,,,,,3---2,,,,,,,,,3---2,,,,,,,3----
                  B  32,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,3-------
      EIPs in use
        shop of 4 A  3----4****3------4****3--------4****3--------
      flows
        inbound   A  =======~~~~~~~====~~~~~~~~~~====~~~~~~~~=====
        partner   AB =============================================
      before 54s and from 3m26s until 15m nothing of this changes
      v action   * all EIPs in use   , fewer ready than declared
      = gets through   ~ degraded

      Worse in B
        X cost a month, CNY  57.60 -> 154.80

      Better in B
        + flow partner: source addresses
            4 -> 1 from 0s
        + deploy of shop: time until done
            2m8.9s -> 1m57.1s from 2m57.1s

      Source addresses that only one of them shows
        partner new in B: 203.0.113.50 from 0s
        partner only in A: 203.0.113.10 from 0s, 203.0.113.11 from
        0s, 203.0.113.12 from 0s, 203.0.113.13 from 1m18.4s

      Only in A, not compared
        - flow inbound, DEGRADED
        - pool shop, at most 4 of 4 EIPs in use
        - expect rollout shop outcome completed within 10m, held
        - expect flow inbound always reachable, held
        - expect flow partner source [203.0.113.10-203.0.113.13],
          held
        - expect app shop ready >= 2 always, held
        - expect pool shop inUse <= 4 always, held
        - expect pool shop inUse = 4 sometimes, held

      Only in B, not compared
        - expect flow partner source [203.0.113.50], held

      X WORSE  1 worse, 2 better, 9 equal
      "
    `)
  })

  it('should end with 1 where B is worse, and say from when and why', async () => {
    const { code, out } = await compare(ROLLING, LACKING)
    expect(code).toBe(1)
    expect(out).toContain('✗ flow partner: time blocked               0s → 13m41.6s  from 1m18.4s')
    expect(out).toContain('✗ expect flow partner always reachable   held → failed    from 1m18.4s')
    expect(out).toContain('B  blocked (SOURCE_NOT_WHITELISTED): shop-4 (v2, EIP 203.0.113.13) starts')
    expect((await compare(LACKING, ROLLING)).code).toBe(0)
  })

  it('should find a plan equal to itself', async () => {
    const { code, out } = await compare(ROLLING, ROLLING)
    expect(code).toBe(0)
    expect(out).toMatch(/\n\n✓ NO WORSE {2}0 worse, 0 better, \d+ equal\n$/)
    for (const title of ['Worse in B', 'Better in B', 'Where the flows part', 'Only in'])
      expect(out).not.toContain(title)
  })

  it('should compare what a month costs, in one currency, by the prices that are asked for', async () => {
    const costOf = async (...args: string[]) =>
      read((await compare(ROLLING, NAT, '--json', ...args)).out).measurements.find(
        ({ measure }: { measure: string }) => measure === 'monthlyCost',
      )
    expect(await costOf()).toMatchObject({
      kind: 'plan',
      name: 'CNY',
      unit: 'money',
      a: 57.6, // 4 EIPs by 720 hours
      b: 154.8, // facts/deployment C.1: a NAT gateway without load
      standing: 'worse',
    })
    expect(await costOf('--currency', 'USD')).toMatchObject({ name: 'USD', a: 8.928, b: 26.712 })
    expect(await costOf('--waive-sae-eips')).toMatchObject({ a: 0, b: 154.8 })
  })

  it('should not compare costs where a price is not known, and say which', async () => {
    const { code, out } = await compare(ROLLING, NAT, '--as-of', '2020-12')
    expect(code).toBe(0)
    expect(out).toContain('Not compared\n  · cost a month: no price of nat.instance;')
    const document = read((await compare(ROLLING, NAT, '--as-of', '2020-12', '--json')).out)
    expect(document.unpriced).toEqual(['nat.instance'])
    expect(document.measurements.map(({ measure }: { measure: string }) => measure)).not.toContain(
      'monthlyCost',
    )
  })

  it('should refuse a broken table of prices together with a broken file', async () => {
    const { code, err } = await simulate(['compare', ROLLING, '-', '--prices', 'no/such.json'], {
      engine,
      stdin: 'x: 1',
    })
    expect(code).toBe(2)
    expect(err).toContain('no/such.json: FILE_UNREADABLE')
    expect(err).toContain('<stdin>')
  })

  it('should let B be worse where it may, and still tell it', async () => {
    const measures = 'availability,blockedTime,longestInterruption'
    const some = await compare(ROLLING, LACKING, '--allow', measures)
    expect(some.code).toBe(1)
    const all = await compare(ROLLING, LACKING, '--allow', measures, '--allow', 'expectation')
    expect(all.code).toBe(0)
    expect(all.out).toContain('✓ NO WORSE  4 worse (4 allowed)')
    expect(all.out).toContain('! flow partner: time blocked')
  })

  it('should count what is only different with --strict: other addresses, flows that are gone', async () => {
    expect((await compare(ROLLING, NAT, '--allow', 'monthlyCost')).code).toBe(0)
    expect((await compare(ROLLING, NAT, '--allow', 'monthlyCost', '--strict')).code).toBe(1)
    expect((await compare(ROLLING, ROLLING, '--strict')).code).toBe(0)
    const without = text.replace("  - { pool: shop, inUse: '<= 4', always: true }\n", '')
    expect((await against(without)).code).toBe(0)
    expect((await against(without, '--strict')).code).toBe(1)
  })

  it('should end with 3 where a change of B is not over, for nothing is proven then', async () => {
    const [plan = ''] = text.split('expect:')
    const waiting = plan.replace('batches: 3', 'batches: 3, release: manual')
    const ran = await against(waiting, '--allow', 'changeVerdict,changeDuration')
    expect(ran.code).toBe(3)
    expect(ran.out).toContain('? UNDETERMINED  2 worse (2 allowed)')
    expect(ran.out).toContain('B: deploy of shop, still under way at the end of the run')
    // Who waits has nothing to fear from the other side: A can only get worse, and B is no worse already.
    const calm = ['compare', '-', '-q', '--allow', 'degradedTime,sourceAddresses', ROLLING]
    expect(await simulate(calm, { engine, stdin: waiting })).toMatchObject({ code: 0 })
  })

  it('should run both for the longer of the two durations', async () => {
    const [plan = ''] = text.split('expect:')
    const short = plan.replace('duration: 15m', 'duration: 2m')
    const { code, out } = await simulate(['compare', '-', ROLLING], { engine, stdin: short })
    expect(out).toContain('Both run for 15m, the longer of the two durations.')
    expect(out).toContain('0 worse, 0 better')
    expect(code).toBe(0)
  })

  it('should be one line with --quiet', async () => {
    const { out } = await compare(ROLLING, SHORT, '--quiet')
    expect(out).toBe(`✗ WORSE  ${ROLLING} → ${SHORT}  2 worse, 5 better, 5 equal\n`)
  })

  it('should say that the seeds differ, and take one for both', async () => {
    const other = text.replace('seed: 42', 'seed: 7')
    expect((await against(other)).out).toContain('The seeds differ')
    const { out, code } = await against(other, '--seed', '7')
    expect(code).toBe(0)
    expect(out).not.toContain('The seeds differ')
    expect(out).toContain('0 worse, 0 better')
  })

  it('should not let a name in the file touch the terminal', async () => {
    const evil = text
      .replace('name: Rolling', 'name: "\\u001b[31m"\ndescription: Rolling')
      .replaceAll('partner', '"p\\u001b[2J"')
    expect((await against(evil)).out).not.toContain('\u001b')
  })
})

describe('simulate compare, with something wrong', () => {
  it('should tell the problems of both files at once', async () => {
    const ran = await simulate(['compare', 'no-such-file.yaml', '-'], { engine, stdin: 'simulate: 2\n' })
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain('no-such-file.yaml: FILE_UNREADABLE')
    expect(ran.err).toContain('FORMAT_UNSUPPORTED')
    expect(ran.err).toContain('<stdin>: 1 problem, not run')
  })

  it('should name the file of each problem in its document', async () => {
    const stdin = 'simulate: 1\nsed: 1\n'
    const { code, out } = await simulate(['compare', '-', 'scenarios', '--json', '--allow', 'x'], {
      engine,
      stdin,
    })
    expect(code).toBe(2)
    const { problems } = read(out)
    expect(problems.map(({ file, code }: { file: string; code: string }) => [file, code])).toEqual(
      expect.arrayContaining([
        ['', 'ARGUMENTS'],
        ['<stdin>', 'UNKNOWN_KEY'],
        ['scenarios', 'FILE_UNREADABLE'],
      ]),
    )
  })

  it.each<[string[], string]>([
    [[ROLLING], "missing required argument 'b'"],
    [['-', '-'], 'can be read only once'],
    [[ROLLING, ROLLING, ROLLING], 'too many arguments'],
    [[ROLLING, ROLLING, '--allow', 'peekEips'], 'did you mean "peakEips"?'],
    [[ROLLING, ROLLING, '--junit', 'x.xml'], '--junit: a comparison has no test cases'],
  ])('should refuse %j', async (args, message) => {
    const ran = await compare(...args)
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain(message)
  })

  it('should end with 70 for a bug of ours', async () => {
    const broken = {
      ...engine,
      simulate() {
        throw new Error('two EIPs at once')
      },
    }
    const ran = await simulate(['compare', ROLLING, ROLLING], { engine: broken })
    expect(ran).toMatchObject({ code: 70, out: '' })
    expect(ran.err).toContain('two EIPs at once')
  })
})

describe('vpcsim.compare/1', () => {
  it('should be the current schema', () =>
    expect(readFileSync('schema/compare.schema.json', 'utf8')).toBe(`${JSON.stringify(schema, null, 2)}\n`))

  it.each([
    [ROLLING, SHORT],
    [ROLLING, NAT],
    [LACKING, ROLLING],
    ['scenarios/alb-rolling-prestop.yaml', 'scenarios/alb-requests-rollout.yaml'],
    ['scenarios/connections-survive.yaml', 'scenarios/peered-database.yaml'],
    ['scenarios/canary.yaml', 'scenarios/readiness-rollback.yaml'],
  ])('should describe %s against %s', async (a, b) => {
    const { code, out } = await compare(a, b, '--json')
    const document = read(out)
    expect(document.exitCode).toBe(code)
    expect(document.result).toBe({ 0: 'noWorse', 1: 'worse', 3: 'undetermined' }[code as 0 | 1 | 3])
    expect(document.measurements.some(({ counts }: { counts: boolean }) => counts)).toBe(code === 1)
  })

  it('should leave out the figure of what never came to an end', async () => {
    const { measurements } = read((await compare(ROLLING, SHORT, '--json')).out)
    const duration = measurements.find(({ measure }: { measure: string }) => measure === 'changeDuration')
    expect(duration).toMatchObject({ kind: 'change', name: 'shop', type: 'CoDeploy', nth: 1, a: 128_890_642 })
    expect(duration).not.toHaveProperty('b')
  })

  it('should refuse what it does not name', async () => {
    const document = JSON.parse((await compare(ROLLING, SHORT, '--json')).out)
    expect(validate({ ...document, extra: 1 })).toBe(false)
    expect(validate({ ...document, result: 'maybe' })).toBe(false)
  })

  it('should have all its measures in the help', async () => {
    const { out } = await compare('--help')
    for (const name of MEASURE_NAMES) expect(out).toContain(name)
  })
})

describe('two comparisons in two processes', () => {
  it('should give the same bytes', () => {
    const bytes = (env: Record<string, string>) => {
      const args = ['--import', 'tsx', 'src/cli/main.ts', 'compare', LACKING, ROLLING, '--json']
      return execFileSync(process.execPath, args, { env: { ...process.env, ...env }, encoding: 'utf8' })
    }
    const here = bytes({ TZ: 'UTC', LANG: 'C' })
    expect(read(here).result).toBe('noWorse')
    expect(bytes({ TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8', LC_ALL: 'ja_JP.UTF-8' })).toBe(here)
  })
})

describe('docs/compare.md', () => {
  const page = readFileSync('docs/compare.md', 'utf8')

  it('should show what its commands print', async () => {
    const shown = [...page.matchAll(/<!-- command: (.+?) -->\n```\n([\s\S]*?)```/g)]
    expect(shown.length).toBeGreaterThan(0)
    for (const [, args, told] of shown) {
      const { out } = await simulate(args!.split(' '), { engine })
      expect(out.trimEnd()).toBe(told!.trimEnd())
    }
  })

  it('should have a row for every measure', () => {
    for (const name of MEASURE_NAMES) expect(page).toContain(`| \`${name}\` |`)
  })
})
