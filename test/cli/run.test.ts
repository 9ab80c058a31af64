import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_BYTES } from '../../src/cli/source-files.ts'
import { VERSION } from '../../src/cli/version.ts'
import { parseXml } from '../report/parse-xml.ts'
import { simulate } from './a-terminal.ts'

let folder: string
const at = (name: string) => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vpcsim-cli-'))
  for (const word of ['held', 'failed', 'open', 'assumed', 'bad', 'bug'])
    writeFileSync(at(`${word}.yaml`), `${word}\n`)
  mkdirSync(at('empty'))
  mkdirSync(at('all/nested.yaml'), { recursive: true })
  writeFileSync(at('all/b.yml'), 'held')
  writeFileSync(at('all/a.YAML'), 'held')
  writeFileSync(at('all/c.txt'), 'bad')
  writeFileSync(at('bom.yaml'), '\ufeffheld')
  writeFileSync(at('binary.yaml'), Buffer.from([104, 0, 101]))
  writeFileSync(at('latin.yaml'), Buffer.from([104, 0xe9, 101]))
  writeFileSync(at('huge.yaml'), Buffer.alloc(MAX_BYTES + 1, 32))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('exit code', () => {
  it.each([
    [['held'], 0],
    [['failed'], 1],
    [['bad'], 2],
    [['open'], 3],
    [['bug'], 70],
    [['held', 'open'], 3],
    [['failed', 'open'], 1],
    [['open', 'failed', 'bad', 'held'], 2],
    [['bug', 'bad', 'failed'], 70],
  ])('should be that of the worst: %s', async (words, code) => {
    expect((await simulate(words.map((word) => at(`${word}.yaml`)))).code).toBe(code)
  })

  it.each([
    ['no file', []],
    ['an unknown option', ['--frobnicate']],
    ['a seed that is none', ['x.yaml', '--seed', '1.5']],
    ['a negative seed', ['x.yaml', '--seed=-1']],
    ['a seed too large', ['x.yaml', '--seed', '99999999999999999999']],
    ['a width too small', ['x.yaml', '--width', '10']],
    ['a width too large', ['x.yaml', '--width', '500']],
    ['an option without its value', ['x.yaml', '--junit']],
    ['standard input twice', ['-', '-']],
    ['too many arguments for a command', ['schema', 'x']],
    ['an option that a command does not know', ['init', '--what']],
  ])('should be 2 for %s, and standard output silent', async (_, args) => {
    const { code, out, err } = await simulate(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^error: /)
  })

  it('should be 1 for what was assumed, only when strict', async () => {
    expect((await simulate([at('assumed.yaml')])).code).toBe(0)
    expect((await simulate([at('assumed.yaml'), '--strict'])).code).toBe(1)
  })
})

describe('a file', () => {
  it.each([
    ['missing.yaml', 'FILE_UNREADABLE: there is no such file or directory'],
    ['held.yaml/x', 'FILE_UNREADABLE: a part of the path is not a directory'],
    ['binary.yaml', 'FILE_NOT_TEXT: this is a binary file'],
    ['latin.yaml', 'FILE_NOT_TEXT: the text is not UTF-8'],
    ['huge.yaml', 'FILE_TOO_LARGE: the file is larger than 4 MiB'],
    ['empty', 'FILE_UNREADABLE: this directory holds no *.yaml'],
  ])('should be refused in words: %s', async (name, message) => {
    const { code, out, err } = await simulate([at(name)])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(`${at(name)}: ${message}`)
  })

  it('should not write its name raw to the terminal', async () => {
    const { err } = await simulate(['\u001b[2Jx.yaml'])
    expect(err).toContain('\\x1b[2Jx.yaml: FILE_UNREADABLE')
  })

  it('should be read without its byte order mark', async () => {
    expect((await simulate([at('bom.yaml')])).code).toBe(0)
  })

  it('should tell its problems on standard error, with their number', async () => {
    const { out, err } = await simulate([at('bad.yaml')])
    expect(out).toBe('')
    expect(err).toBe(
      `${at('bad.yaml')}:1:1 SCENARIO_SYNTAX: not a word: bad\n\n${at('bad.yaml')}: 1 problem, not run\n`,
    )
  })

  it('should come from standard input for -', async () => {
    const { code, out } = await simulate(['-'], { stdin: 'failed' })
    expect(code).toBe(1)
    expect(out).toContain('<stdin>')
    expect(out).toContain('reproduce: simulate - --seed 42')
  })

  it('should be bounded and decoded from standard input, too', async () => {
    expect((await simulate(['-'], { stdin: Buffer.alloc(MAX_BYTES + 1, 32) })).err).toContain(
      '<stdin>: FILE_TOO_LARGE',
    )
    expect((await simulate(['-'], { stdin: Buffer.from([255]) })).err).toContain('<stdin>: FILE_NOT_TEXT')
  })
})

describe('several files', () => {
  it('should be told in the order given, a directory by name, with a line for each at the end', async () => {
    const { code, out } = await simulate([at('failed.yaml'), at('all')])
    expect(code).toBe(1)
    const lines = out.trimEnd().split('\n')
    expect(lines.slice(-4).map((line) => line.replace(`${folder}/`, ''))).toEqual([
      '✗ FAILED failed.yaml  1 of 1 expectation failed',
      '✓ HELD   all/a.YAML  1 of 1 expectation held',
      '✓ HELD   all/b.yml  1 of 1 expectation held',
      '3 files: 2 held, 1 failed',
    ])
  })

  it('should go on behind one that cannot run', async () => {
    const { code, out, err } = await simulate([at('bug.yaml'), at('bad.yaml'), at('held.yaml'), '-q'])
    expect(code).toBe(70)
    expect(out).toBe(
      `✓ HELD   ${at('held.yaml')}  1 of 1 expectation held\n3 files: 1 held, 1 invalid, 1 crashed\n`,
    )
    expect(err).toContain('This is a bug in vpcsim')
  })
})

describe('a bug of ours', () => {
  it('should ask for a report with version, file and seed', async () => {
    const { err, out } = await simulate([at('bug.yaml'), '--seed', '7'])
    expect(out).toBe('')
    expect(err).toBe(
      'This is a bug in vpcsim, not in your file: two EIPs at once\n' +
        `Please report it with this line and, if you can, the file: vpcsim ${VERSION}, file ${at('bug.yaml')}, seed 7\n` +
        'VPCSIM_DEBUG=1 shows where it happened.\n',
    )
  })
  it('should show its stack when asked', async () => {
    const { err } = await simulate([at('bug.yaml')], { env: { VPCSIM_DEBUG: '1' } })
    expect(err).toMatch(/\n {4}at /)
  })
})

describe('--json', () => {
  const validate = new Ajv().compile(JSON.parse(readFileSync('schema/run.schema.json', 'utf8')))
  const json = async (...args: string[]) => {
    const { out, code } = await simulate([...args, '--json'])
    const document = JSON.parse(out)
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    expect(document.exitCode).toBe(code)
    return document
  }

  it('should be one document for all files', async () => {
    const { runs } = await json(at('held.yaml'), at('bad.yaml'), at('bug.yaml'), at('missing.yaml'))
    expect(runs.map(({ result }: { result: string }) => result)).toEqual([
      'held',
      'invalid',
      'crashed',
      'invalid',
    ])
  })

  it('should be a document for wrong arguments, too', async () => {
    const document = await json('--frobnicate')
    expect(document).toMatchObject({
      exitCode: 2,
      runs: [],
      problems: [{ code: 'ARGUMENTS', message: "unknown option '--frobnicate'" }],
    })
  })

  it('should not be taken for an option behind --', async () => {
    expect((await simulate(['--seed', 'x', '--', '--json'])).out).toBe('')
  })
})

describe('--junit', () => {
  it('should write a file beside the text, and make its folder', async () => {
    const { code, out } = await simulate([
      at('held.yaml'),
      at('bad.yaml'),
      '--junit',
      at('reports/x/junit.xml'),
    ])
    expect(code).toBe(2)
    expect(out).toContain('✓ HELD')
    const root = parseXml(readFileSync(at('reports/x/junit.xml'), 'utf8'))
    expect(root.attributes).toMatchObject({ tests: '2', failures: '0', errors: '1' })
  })

  it('should be 2 when it cannot be written', async () => {
    const { code, err } = await simulate([at('held.yaml'), '--junit', at('all')])
    expect(code).toBe(2)
    expect(err).toContain('cannot write it')
  })
})

describe('the look', () => {
  const coloured = async (args: string[], env: Record<string, string>, columns?: number) =>
    (
      await simulate([at('held.yaml'), ...args], { env, ...(columns === undefined ? {} : { columns }) })
    ).out.includes('\u001b[')

  it.each([
    [[], {}, undefined, false],
    [[], {}, 80, true],
    [[], { TERM: 'dumb' }, 80, false],
    [[], { NO_COLOR: '1' }, 80, false],
    [[], { NO_COLOR: '' }, 80, true],
    [[], { FORCE_COLOR: '1' }, undefined, true],
    [[], { FORCE_COLOR: '0' }, 80, false],
    [[], { FORCE_COLOR: '1', NO_COLOR: '1' }, undefined, false],
    [['--color'], { NO_COLOR: '1' }, undefined, true],
    [['--no-color'], { FORCE_COLOR: '1' }, 80, false],
  ])('should have colour for %j %j, %s columns: %s', async (args, env, columns, expected) => {
    expect(await coloured(args, env as Record<string, string>, columns)).toBe(expected)
  })

  it('should be as wide as asked, as the terminal up to 120, or 80', async () => {
    const widest = async (args: string[], columns?: number) => {
      const { out } = await simulate([at('held.yaml'), ...args], {
        env: { NO_COLOR: '1' },
        ...(columns === undefined ? {} : { columns }),
      })
      return Math.max(
        ...out
          .split('\n')
          .filter((line) => /^ *[─▼┬]+$/.test(line))
          .map((line) => line.length),
      )
    }
    expect(await widest([])).toBe(80)
    expect(await widest([], 100)).toBe(100)
    expect(await widest([], 300)).toBe(120)
    expect(await widest(['--width', '66'], 300)).toBe(66)
  })

  it('should be ASCII when asked', async () => {
    expect((await simulate([at('failed.yaml'), at('held.yaml'), '--ascii'])).out).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('should be the verdict alone when quiet', async () => {
    expect((await simulate([at('failed.yaml'), '--quiet'])).out).toBe(
      `✗ FAILED ${at('failed.yaml')}  1 of 1 expectation failed\n`,
    )
  })
})

describe('--seed', () => {
  it('should go before the seed of the file', async () => {
    expect((await simulate([at('failed.yaml'), '--seed', '7'])).out).toContain(`reproduce: simulate`)
    expect((await simulate([at('failed.yaml'), '--seed', '7', '--json'])).out).toContain('"seed": 7')
  })
})

describe('other commands', () => {
  it('should print the version and the help on standard output', async () => {
    expect(await simulate(['--version'])).toEqual({ code: 0, out: `${VERSION}\n`, err: '' })
    const { code, out, err } = await simulate(['--help'])
    expect([code, err]).toEqual([0, ''])
    for (const word of ['Usage: simulate', 'Examples:', 'Exit codes:', 'schema', 'init', 'codes', '--junit'])
      expect(out).toContain(word)
  })

  it('should write a scenario to start from, and never over a file', async () => {
    const file = at('start.yaml')
    expect(await simulate(['init', file])).toMatchObject({ code: 0, err: '' })
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('simulate: 1')
    writeFileSync(file, 'mine')
    expect(await simulate(['init', file])).toMatchObject({ code: 2, out: '' })
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect((await simulate(['init', at('no/where.yaml')])).code).toBe(2)
    expect((await simulate(['init', '-'])).out).toBe(text)
  })

  it('should explain codes', async () => {
    expect((await simulate(['codes'])).out).toBe(
      'CREATE_NO_EIP   No EIP for a new instance.\nEIP_POOL_EMPTY  The pool has no free EIP.\n',
    )
    expect((await simulate(['codes', 'eip_pool_empty'])).out).toBe(
      'EIP_POOL_EMPTY (error)\n  means   The pool has no free EIP.\n  fix     Add one.\n  source  a\n',
    )
    expect(await simulate(['codes', 'EIP'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('near it: CREATE_NO_EIP'),
    })
    expect(JSON.parse((await simulate(['codes', '--json'])).out)).toHaveLength(2)
  })
})
