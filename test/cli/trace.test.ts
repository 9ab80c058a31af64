/** `simulate trace`, in this process: exit codes, options, and what it prints for a handful of paths. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { simulate } from './a-terminal.ts'

const PATHS = 'test/cli/paths/nat.yaml'
const WHITELIST = 'scenarios/whitelist-lacks-spare.yaml'

const trace = (args: string, columns?: number) =>
  simulate(['trace', ...args.split(' ')], { engine, ...(columns === undefined ? {} : { columns }) })

const json = async (args: string) => JSON.parse((await trace(`${args} --json`)).out)

describe('exit code', () => {
  it.each([
    [0, `${WHITELIST} --flow partner`],
    [1, `${WHITELIST} --flow partner --at 2m`],
    [0, `${WHITELIST} --flow inbound --at 2m`],
    [0, `${WHITELIST} --flow partner --at 2m --instance shop-5`],
    [1, `${WHITELIST} --flow partner --at 2m --instance shop-4`],
    [3, `${WHITELIST} --flow partner --at 2m --instance shop-9`],
    [3, `${PATHS} --from app/later --to open`],
    [1, `${PATHS} --from app/worker --to open`],
    [0, `${PATHS} --from app/worker --to open --at 5m`],
    [1, `${PATHS} --from app/worker --to open --at 4m59s`],
    [1, `${PATHS} --from app/worker --to app/vault`],
    [1, `${PATHS} --from client --to app/worker`],
    [0, `${PATHS} --from client --to 203.0.113.100 --proto icmp`],
    [1, `${PATHS} --from client --to 203.0.113.100 --port 80`],
    [0, `${PATHS} --from app/later --to 198.51.100.77 --port 53 --proto udp --at 5m`],
    [1, `${PATHS} --from 198.51.100.77 --to app/later --port 22 --at 5m`],
  ])('should be %i for %s', async (code, args) => {
    const ran = await trace(args)
    expect(ran).toMatchObject({ code, err: '' })
    expect(ran.out).not.toBe('')
  })
})

describe('a wrong question', () => {
  it.each([
    ['', '--from is missing'],
    ['--from app/worker', '--to is missing'],
    ['--flow nope', 'there is no flow "nope"'],
    ['--flow work --to open', '--flow names both ends already'],
    ['--from app/wurker --to open', '--from: there is no app/wurker\nhint: did you mean "worker"?'],
    ['--from pod/worker --to open', '--from: "pod" is no kind of endpoint'],
    [
      '--from worker --to open',
      '--from: "worker" is several things\nhint: write app/worker or internet/worker',
    ],
    ['--from nobody --to open', '--from: nobody is named "nobody"'],
    ['--from client --to open', 'client and open are both on the Internet'],
    ['--from 203.0.113.100 --to open', '--from 203.0.113.100 is an address of ours'],
    ['--from 172.16.1.1 --to open', '--from: nobody on the Internet has the address 172.16.1.1'],
    ['--from app/worker --to 192.0.2.256', '--to: '],
    ['--from app/worker --to client', 'which port is called?\nhint: add --port'],
    ['--from app/worker --to open --proto quic', '--proto: "quic" is no protocol'],
    ['--from app/worker --to open --proto icmp --port 1', '--port: only tcp and udp have ports'],
    [
      '--from app/worker --to open --proto icmp --source-port 1',
      '--source-port: only tcp and udp have ports',
    ],
    ['--from app/worker --to open --instance vault-1', '--instance: "vault-1" is no instance of worker'],
    ['--from app/worker --to open --at 11m', '--at 11m: the run ends at 10m'],
    ['--from app/worker --to open --at soon', '--at: "soon" is not a duration'],
    ['--from app/worker --to open --via public', '--via: only databases'],
    ['--flow work --strict', '--strict: one path has no expectations'],
    ['--flow work --junit x.xml', '--junit: one path has no expectations'],
    ['--from app/worker --to open --port 0', "error: option '--port <number>' argument '0' is invalid"],
  ])('should be refused in words: %s', async (args, message) => {
    const ran = await trace(`${PATHS} ${args}`.trim())
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(ran.err).toContain(message)
  })

  it('should be 2 for a file that is wrong or missing', async () => {
    const missing = await trace('nowhere.yaml --flow x')
    expect(missing).toMatchObject({ code: 2, out: '', err: expect.stringContaining('FILE_UNREADABLE') })
    const wrong = await simulate(['trace', '-', '--flow', 'x'], { engine, stdin: 'simulate: 1\nvpcs: 3\n' })
    expect(wrong).toMatchObject({ code: 2, out: '', err: expect.stringContaining('not run') })
  })

  it('should be a document too', async () => {
    const { code, out } = await trace(`${PATHS} --flow nope --json`)
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({
      format: 'vpcsim.trace/1',
      exitCode: 2,
      problems: [{ code: 'ARGUMENTS', message: 'there is no flow "nope"' }],
    })
  })
})

describe('the page', () => {
  it.each([
    ['whitelist-at-0s', `${WHITELIST} --flow partner`],
    ['whitelist-at-2m', `${WHITELIST} --flow partner --at 2m`],
    ['inbound', `${WHITELIST} --flow inbound --at 1m30s`],
    ['snat-missing', `${PATHS} --flow work`],
    ['group-closed', `${PATHS} --from app/vault --to partner`],
    ['no-way-out', `${PATHS} --from app/robinson --to 8.8.8.8 --port 53 --proto udp`],
    ['acl-return', 'scenarios/acl-return-denied.yaml --flow inbound'],
    ['nobody-there', `${PATHS} --from app/later --to open --at 1m1s`],
  ])('should be as recorded: %s', async (name, args) => {
    const { out } = await trace(args)
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    await expect(out).toMatchFileSnapshot(`paths/recorded/${name}.txt`)
  })

  it('should keep to the width, to ASCII and to no colour', async () => {
    const narrow = await trace(`${WHITELIST} --flow partner --at 2m --width 60`)
    expect(narrow.out.split('\n').filter((line) => [...line].length > 60)).toEqual([])
    expect((await trace(`${WHITELIST} --flow partner --at 2m --ascii`)).out).toMatch(/^[\x20-\x7e\n]*$/)
    expect((await trace(`${WHITELIST} --flow partner`)).out).not.toContain('\u001b[')
    expect((await trace(`${WHITELIST} --flow partner`, 80)).out).toContain('\u001b[')
    expect((await trace(`${WHITELIST} --flow partner --no-color`, 80)).out).not.toContain('\u001b[')
  })

  it('should be one line when quiet', async () => {
    expect((await trace(`${WHITELIST} --flow partner --at 2m --quiet`)).out).toBe(
      '✗ BLOCKED  app/shop → internet/partner at 2m  ·  3 of 4 get through\n',
    )
  })
})

describe('--json', () => {
  it('should tell hops, blockers and the proven fix', async () => {
    const document = await json(`${WHITELIST} --flow partner --at 2m --source-port 50000`)
    expect(document).toMatchObject({
      format: 'vpcsim.trace/1',
      exitCode: 1,
      from: 'app/shop',
      to: 'internet/partner',
      flow: 'partner',
      atUs: 120_000_000,
      verdict: 'BLOCKED',
      asked: 4,
      through: 3,
    })
    const [blocked, passing] = document.stories
    expect(blocked.instances).toEqual([{ instance: 'shop-4', version: 'v2', phase: 'ready' }])
    expect(blocked.packet.sourcePort).toBe(50_000)
    expect(blocked.blockers.map(({ code }: { code: string }) => code)).toEqual(['SOURCE_NOT_WHITELISTED'])
    expect(blocked.fix.proven).toBe(true)
    expect(blocked.fix.edits[0].origin).toEqual({ path: 'internet.partner.whitelist', line: 39, column: 5 })
    expect(passing.hops.some(({ direction }: { direction: string }) => direction === 'return')).toBe(true)
  })

  it('should be equal for equal questions', async () => {
    expect(await trace(`${PATHS} --flow work --json`)).toEqual(await trace(`${PATHS} --flow work --json`))
  })
})

describe('a printed fix', () => {
  it('should let the packet through when it is written into the file', async () => {
    const text = readFileSync(WHITELIST, 'utf8')
    const { stories } = await json(`${WHITELIST} --flow partner --at 2m`)
    const [before, after] = stories[0].fix.edits[0].lines
    const fixed = text.replace(before.text, after.text)
    expect(fixed).not.toBe(text)
    const args = ['trace', '-', '--flow', 'partner', '--at', '2m']
    expect((await simulate(args, { engine, stdin: text })).code).toBe(1)
    expect((await simulate(args, { engine, stdin: fixed })).code).toBe(0)
  })
})
