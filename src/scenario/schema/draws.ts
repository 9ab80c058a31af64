/** `draws:` and `failures:`, how works of the run end, in place of what chance would say: counterexamples are written with them. */
import * as z from 'zod'
import type { WorkKind } from '../../deployment/work.ts'
import { asLeaf } from './leaf.ts'
import { duration, positiveCount } from './words.ts'

/** Works of an instance that take time: `shop-4/eipBind`. */
const WORKS: readonly WorkKind[] = [
  'schedule',
  'retryAddress',
  'pull',
  'retryEip',
  'eipBind',
  'start',
  'startupProbe',
  'readinessProbe',
  'livenessProbe',
  'backoff',
  'preStop',
  'stop',
  'grace',
  'restart',
  'eipRelease',
]

/** Pauses of a change order: `shop/batchWait`. */
const PAUSES: readonly WorkKind[] = ['instanceWait', 'batchWait']

const NAME = '[A-Za-z0-9][A-Za-z0-9_-]{0,62}'
const workName = asLeaf(
  z
    .string()
    .regex(new RegExp(`^(${NAME}-[1-9]\\d{0,6}/(${WORKS.join('|')})|${NAME}/(${PAUSES.join('|')}))$`)),
  {
    kind: 'work of an instance',
    code: 'NAME_INVALID',
    isKey: true,
    expected: `INSTANCE/WORK such as shop-4/eipBind, or APP/PAUSE such as shop/batchWait; works are ${WORKS.join(', ')}, pauses ${PAUSES.join(' and ')}`,
  },
)

export const draws = z
  .record(
    workName,
    asLeaf(z.union([duration, z.array(duration).min(1)]), {
      kind: 'duration or list of durations',
      code: 'DURATION_INVALID',
      expected: 'a duration such as 3s, or a list of them',
    }).transform((each) => (Array.isArray(each) ? each : [each])),
  )
  .meta({
    title: 'Draws',
    description:
      'How long works of instances take, in place of what is drawn, by instance and work; a list for the first time, the second, … . `simulate check` writes counterexamples with it.',
  })

const association = asLeaf(z.string().regex(new RegExp(`^${NAME}-[1-9]\\d{0,6}/eipBind$`)), {
  kind: 'work that can fail',
  code: 'NAME_INVALID',
  isKey: true,
  expected: 'INSTANCE/eipBind such as shop-4/eipBind: only the association of an EIP can fail',
})

export const failures = z.record(association, positiveCount).meta({
  title: 'Failures',
  description:
    'How many of the first associations of an EIP with an instance end without success: the address goes back to its pool, and the instance looks for one again (`deploy.retry`). Assumed: no document tells what SAE does.',
})
