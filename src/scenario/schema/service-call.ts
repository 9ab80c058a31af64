/** Keys of a flow that calls an inference service of EAS: facts/deployment B.4. */
import { key } from './leaf.ts'
import { name, prose } from './words.ts'

export const serviceCallKeys = {
  service: key(
    name.optional(),
    'The service or service group of EAS that is asked: `path` comes behind `/api/predict/NAME`, and its token is sent.',
    'facts/deployment B.4',
  ),
  token: key(
    prose.optional(),
    'With `service`: what is sent as `Authorization` in place of the right token; `none` is nothing.',
    'facts/deployment B.4',
  ),
}
