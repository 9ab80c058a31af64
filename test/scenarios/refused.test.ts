/** Scenarios that the cloud would refuse: told with code, place and a way out, and nothing is run (exit code 2). */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { engine } from '../../src/cli/engine.ts'
import { simulate } from '../cli/a-terminal.ts'

const REFUSED: Readonly<Record<string, string>> = {
  // Seed 002: "if both are enabled, they must use the same VPC".
  'eas-alb-gateway-two-vpcs':
    'GATEWAY_VPC_DIFFERS: the Internet side of lb is in VPC b, its private side in a',
  // Seed 002: "auto scaling cannot scale from zero; the minimum has to be 1 or more".
  'eas-scale-to-zero':
    'AUTOSCALING_MIN_ZERO: llm is behind the dedicated gateway front, from which nothing can scale from zero',
}

describe('the scenarios that are refused', () => {
  it('should all be there', () => {
    const files = readdirSync('scenarios/refused').map((file) => file.replace('.yaml', ''))
    expect(files.sort()).toEqual(Object.keys(REFUSED))
  })

  it.each(Object.entries(REFUSED))('should tell why %s is not run', async (name, message) => {
    const { code, out, err } = await simulate([`scenarios/refused/${name}.yaml`], { engine })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
    expect(err).toContain('hint: ')
    expect(err).toContain('1 problem, not run')
  })
})
