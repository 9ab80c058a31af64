/** `simulate trace` and `diagnose` over IPv6: what they print for the scenario of the egress-only rule. */
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { simulate } from './a-terminal.ts'

const FILE = 'scenarios/ipv6-egress-only.yaml'
const run = (args: string) => simulate(args.split(' '), { engine })

describe('a path over IPv6', () => {
  it.each([
    ['ipv6-no-bandwidth', 1, `trace ${FILE} --flow fetch --at 1m`],
    ['ipv6-egress-only', 0, `trace ${FILE} --flow fetch --at 5m`],
    ['ipv6-intruder', 1, `diagnose ${FILE} --from 2001:db8:ffff::7 --to server/worker --port 22 --at 5m`],
  ])('should be told as recorded: %s', async (name, code, args) => {
    const ran = await run(args)
    expect(ran).toMatchObject({ code, err: '' })
    expect(ran.out.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    await expect(ran.out).toMatchFileSnapshot(`paths/recorded/${name}.txt`)
  })

  it('should take --ip, icmpv6 and addresses that nobody in the file has, and say so in JSON', async () => {
    const json = async (args: string) => JSON.parse((await run(`trace ${FILE} ${args} --json`)).out)
    expect(await json('--from visitor --to web --ip v6')).toMatchObject({ verdict: 'REACHABLE', ip: 'v6' })
    expect(await json('--from visitor --to web --proto icmpv6')).toMatchObject({
      verdict: 'REACHABLE',
      ip: 'v6',
    })
    expect(await json('--from server/web --to 2001:db8:dddd::1 --port 443')).toMatchObject({
      standIns: ['2001:db8:dddd::1'],
      stories: [{ sources: ['2001:db8:1:1::1'], packet: { destination: '2001:db8:dddd::1' } }],
    })
  })

  it('should refuse what cannot be', async () => {
    expect(await run(`trace ${FILE} --flow fetch --ip v5`)).toMatchObject({
      code: 2,
      err: 'error: --ip: "v5" is no version of IP\nhint: write v4 or v6\n',
    })
  })
})
