/** `simulate trace FILE --from A --to B`: one path at one instant, hop by hop, with the change that is proven to help. */
import { renderPathJson, TRACE_FORMAT } from '../report/path-json.ts'
import { renderPath } from '../report/path-text.ts'
import type { PathTeller } from './path-question.ts'

export const trace: PathTeller = {
  format: TRACE_FORMAT,
  text: (path, _, page) => renderPath(path, page),
  json: (path, _, code) => renderPathJson(path, code),
}
