/** `simulate trace` and `simulate diagnose` on calls to inference gateways that were made with the usual mistakes (seed 002, facts/deployment B.1 to B.4): the output alone leads to the fix. */
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { simulate } from './a-terminal.ts'

const FILE = 'test/cli/paths/gateways.yaml'

const ask = (command: string, ...more: string[]) =>
  simulate([command, FILE, '--at', '9m', ...more], { engine })

describe('a mistake at an inference gateway', () => {
  it.each(['off', 'pool', 'list', 'unlinked', 'domain', 'path', 'method', 'token', 'group', 'side'])(
    'should be told as recorded: %s',
    async (flow) => {
      const told = await ask('trace', '--flow', flow)
      const diagnosed = await ask('diagnose', '--flow', flow)
      expect([told, diagnosed]).toMatchObject([
        { code: 1, err: '' },
        { code: 1, err: '' },
      ])
      const out = `${told.out}\n${diagnosed.out}`
      expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([])
      await expect(out).toMatchFileSnapshot(`paths/recorded/gateway-${flow}.txt`)
    },
  )

  it('should be asked about by service and token, the one service without being named', async () => {
    const call = (...more: string[]) => ask('trace', '--from', 'laptop', '--to', ...more)
    expect((await call('gateway/open', '--token', 'none')).out).toContain('GW_METHOD_REFUSED')
    expect((await call('gateway/open', '--service', 'llm')).out).toContain('GW_SERVICE_UNKNOWN')
    expect((await call('gateway/open', '--service', 'drafts')).err).toContain('did you mean "draft"?')
    expect((await call('gateway/open', '--service', 'web')).err).toContain('web is an application of SAE')
    expect((await call('web', '--port', '80', '--service', 'llm')).err).toContain('and web is none')
    const flow = (...more: string[]) => ask('trace', '--flow', 'token', ...more)
    expect((await flow('--token', 'token-of-draft')).out).toContain('REACHABLE')
    expect((await flow('--token', 'none')).out).toContain('GW_TOKEN_MISSING')
    expect((await ask('trace', '--flow', 'path', '--service', 'draft')).out).toContain('GW_METHOD_REFUSED')
  })

  it('should lead from the address of an instance to the gateway of its service', async () => {
    const { code, err } = await ask('trace', '--from', 'server/own', '--to', 'app/llm')
    expect(code).toBe(2)
    expect(err).toContain('write --to gateway/front --service llm')
    expect((await ask('trace', '--from', 'gateway/front', '--to', 'laptop', '--port', '80')).err).toContain(
      'calls nobody',
    )
  })

  it('should be asked about by the side of the gateway too', async () => {
    const side = (...more: string[]) => ask('trace', '--from', 'server/own', '--to', 'gateway/front', ...more)
    expect((await side('--via', 'internal')).out).toContain('GW_VPC_WHITELIST_MISS')
    expect((await side('--via', 'public')).out).toContain('VPC_NO_INTERNET_BY_DEFAULT')
    expect((await side('--via', 'both')).err).toContain('--via: "both" is no side of a gateway')
    const outside = await ask('trace', '--from', 'laptop', '--to', 'gateway/front', '--via', 'internal')
    expect(outside.err).toContain('nobody on the Internet calls the private side of a gateway')
  })
})
