/** One asked path as the renderers take it: the question in words, and the reply. */
import type { Reply } from '../checking/inquiry.ts'
import type { Question } from '../checking/question.ts'
import type { Reason } from '../cloud/reason.ts'
import type { Endpoint } from '../datapath/flow.ts'

export interface AnsweredPath {
  readonly file: string
  readonly version: string
  readonly seed: number
  readonly atUs: number
  readonly question: Question
  /** Addresses of the question that nobody in the file has. */
  readonly standIns: readonly string[]
  readonly reply: Reply
  readonly reasonOf: (code: string) => Reason | undefined
}

/** `app/shop`; somebody who was named by his address alone reads as that. */
export function endName({ kind, name }: Endpoint): string {
  return /^[\d.]+$/.test(name) ? name : `${kind}/${name}`
}
