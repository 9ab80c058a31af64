/** Broken scenario files around updates of inference services (facts/deployment B.6). */
import type { BrokenFile } from './broken-files.ts'

const file = (timeline: string, keys = '') => `simulate: 1
apps:
  llm: { kind: eas, instances: 2${keys} }
timeline:
  - ${timeline}
`

export const brokenServices: readonly BrokenFile[] = [
  [
    'an update of an inference service in batches',
    ['KEYS_EXCLUSIVE'],
    file('{ at: 1m, deploy: llm, version: v2, strategy: «{ batches: 2 }» }'),
  ],
  [
    'a rollback of an inference service in batches',
    ['KEYS_EXCLUSIVE'],
    file('{ at: 1m, rollback: llm, strategy: «{ batches: 2 }» }'),
  ],
]
