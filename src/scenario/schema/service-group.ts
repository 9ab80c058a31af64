/** Service groups of EAS (facts/deployment B.6), and what a ticket enables (seed 002). */
import * as z from 'zod'
import { asLeaf, key } from './leaf.ts'
import { flag, name, prose } from './words.ts'

const weight = asLeaf(z.int().min(0).max(100), {
  kind: 'weight',
  code: 'SCENARIO_SCHEMA',
  expected: 'a weight from 0 to 100',
})

export const serviceGroup = z
  .strictObject({
    services: key(z.array(name).min(1), 'EAS services, all behind one gateway.', 'facts/deployment B.6'),
    traffic: key(
      asLeaf(z.union([z.literal('auto'), z.record(name, weight)]), {
        kind: 'auto or weights',
        code: 'SCENARIO_SCHEMA',
        expected: 'auto, or a weight for each service such as { llm-a: 80, llm-b: 20 }',
      }).prefault('auto'),
      '`auto`: by the number of instances of each service; or a weight for each.',
      'facts/deployment B.6',
    ),
    token: key(
      prose.optional(),
      'What callers of `/api/predict/GROUP` send; default is `token-of-GROUP`.',
      'facts/deployment B.4 (assumed)',
    ),
  })
  .meta({ title: 'Service group', description: 'EAS services behind one path.' })

export const features = z
  .strictObject({
    crossAccountVpc: key(
      flag.prefault(false),
      'VPCs of other accounts can be linked to managed gateways; enabled by ticket.',
      'seed 002',
    ),
  })
  .meta({ title: 'Features', description: 'What is enabled for the account by ticket.' })
