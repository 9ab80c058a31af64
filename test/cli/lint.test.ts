/** `simulate lint`: what it prints, what it returns, and what it says of the bundled scenarios. */
import { readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { LINT_REASONS } from '../../src/checking/lint/reasons.ts'
import { engine } from '../../src/cli/engine.ts'
import { STARTER } from '../../src/cli/starter.ts'
import { simulate } from './a-terminal.ts'

const validate = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync('schema/lint.schema.json', 'utf8')),
)
const lint = (text: string, ...options: string[]) =>
  simulate(['lint', '-', ...options], { engine, stdin: text })

const SHADOWED = STARTER.replace(
  '      - { accept: tcp 8080, from: 0.0.0.0/0 }',
  '      - { accept: tcp 8080, from: 0.0.0.0/0 }\n      - { drop: tcp 8080, from: 192.0.2.0/24, priority: 2 }',
)
const NOTED = STARTER.replace('vswitches: [shop-h, shop-i]', 'vswitches: [shop-h]').replace(
  'shop-i: {',
  '# shop-i: {',
)

describe('simulate lint', () => {
  it('should be content with what simulate init writes', async () => {
    expect(await lint(STARTER)).toEqual({ code: 0, out: '<stdin>: nothing suspicious\n', err: '' })
  })

  it('should tell a finding as a compiler does', async () => {
    const { code, out, err } = await lint(SHADOWED)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatchInlineSnapshot(`
      "<stdin>:21:9 warning RULE_SHADOWED: drop tcp 8080 from 192.0.2.0/24, priority 2, never decides: securityGroups.web.ingress[0] (line 20) takes all its packets, and says the opposite
      21 |       - { drop: tcp 8080, from: 192.0.2.0/24, priority: 2 }
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: Remove securityGroups.web.ingress[1], or let it come before securityGroups.web.ingress[0] (line 20).

      <stdin>: 1 warning
      "
    `)
  })

  it('should tell a line for each with --quiet', async () => {
    const { code, out } = await lint(SHADOWED, '--quiet')
    expect(code).toBe(1)
    expect(out).toMatch(/^<stdin>:21:9 warning RULE_SHADOWED: [^\n]+\n$/)
  })

  it('should end with 0 for notes, and with 1 when they count', async () => {
    expect((await lint(NOTED)).out).toContain('info SINGLE_ZONE')
    expect((await lint(NOTED)).code).toBe(0)
    expect((await lint(NOTED, '--strict')).code).toBe(1)
  })

  it('should heed comments and say how many findings they hide', async () => {
    const { code, out } = await lint(
      SHADOWED.replace('priority: 2 }', 'priority: 2 } # lint-ignore RULE_SHADOWED'),
    )
    expect({ code, out }).toEqual({ code: 0, out: '<stdin>: nothing suspicious, 1 ignored\n' })
  })

  it('should refuse bad files with their problems', async () => {
    const { code, out, err } = await lint('simulate: 2\n')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('FORMAT_UNSUPPORTED')
    expect((await simulate(['lint', 'no-such-file.yaml'], { engine })).code).toBe(2)
    expect((await simulate(['lint'], { engine })).code).toBe(2)
  })

  it('should print one document with --json, in the documented shape', async () => {
    const { code, out } = await simulate(
      ['lint', 'scenarios/canary.yaml', 'scenarios/rolling-eip.yaml', 'no-such-file.yaml', '--json'],
      { engine },
    )
    expect(code).toBe(2)
    const document = JSON.parse(out)
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    expect(document.files.map(({ result }: { result: string }) => result)).toEqual([
      'found',
      'clean',
      'invalid',
    ])
    const [finding] = document.files[0].findings.filter(
      ({ code }: { code: string }) => code === 'WHITELIST_MISSES_POOL',
    )
    expect(finding).toMatchObject({ severity: 'warning', origin: { path: 'internet.partner.whitelist' } })
  })

  it('should not let a name in the file touch the terminal', async () => {
    const { out } = await lint(SHADOWED.replace('name: Rolling', 'name: "\\u001b[31m"\ndescription: Rolling'))
    expect(out).not.toContain('\u001b')
  })
})

describe('the codes of lint', () => {
  it('should be among those that simulate codes explains', async () => {
    const { out } = await simulate(['codes'], { engine })
    for (const { code } of LINT_REASONS) expect(out).toContain(code)
    expect((await simulate(['codes', 'RULE_SHADOWED'], { engine })).code).toBe(0)
  })
})

/** After a wanted change, `npx vitest run test/cli/lint -u` writes the records anew. */
describe.each(readdirSync('scenarios').filter((file) => file.endsWith('.yaml')))('scenarios/%s', (file) => {
  it('should be linted as it is recorded', async () => {
    const { code, out, err } = await simulate(['lint', `scenarios/${file}`], { engine })
    expect({ code, err }).toEqual({ code: /: (error|\d+ warning)|\d+ warnings?/.test(out) ? 1 : 0, err: '' })
    await expect(out).toMatchFileSnapshot(`../../scenarios/recorded/${file.replace('.yaml', '')}.lint.txt`)
  })
})
