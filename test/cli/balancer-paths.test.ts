/** `simulate trace` and `simulate diagnose` on flows to load balancers that were made with the usual mistakes: the output alone leads to the fix. */
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { simulate } from './a-terminal.ts'

const FILE = 'test/cli/paths/balancers.yaml'

const ask = (command: string, flow: string, ...more: string[]) =>
  simulate([command, FILE, '--flow', flow, ...more], { engine })

describe('a mistake at a load balancer', () => {
  it.each(['sg', 'port', 'acl', 'dead', 'rules', 'absent', 'cdead', 'ctcp', 'inner'])(
    'should be told as recorded: %s',
    async (flow) => {
      const told = await ask('trace', flow)
      const diagnosed = await ask('diagnose', flow)
      expect([told, diagnosed]).toMatchObject([
        { code: 1, err: '' },
        { code: 1, err: '' },
      ])
      const out = `${told.out}\n${diagnosed.out}`
      expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([])
      await expect(out).toMatchFileSnapshot(`paths/recorded/balancer-${flow}.txt`)
    },
  )

  it.each([
    ['sg', 4],
    ['acl', 3],
    ['absent', 6],
    ['ctcp', 6],
    // An HTTP listener takes every connection, and answers with an error.
    ['port', 7],
    ['dead', 7],
    ['rules', 7],
    ['cdead', 7],
    ['inner', 2],
  ])('should end the diagnosis of %s at step %d', async (flow, step) => {
    expect(JSON.parse((await ask('diagnose', flow, '--json')).out)).toMatchObject({ endsAt: step })
  })

  it('should say how many of the ways get through, of a flow that some requests fail of', async () => {
    expect((await ask('trace', 'sg', '--quiet')).out).toBe(
      '✗ PARTIAL  internet/buyer → loadBalancer/front at 0s  ·  4 of 8 ways through\n',
    )
  })
})
