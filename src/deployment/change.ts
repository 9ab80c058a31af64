/** What can be done to an application, or happen to it: the words of a timeline that concern one application. */
import type { Strategy } from '../cloud/app.ts'

export type Change =
  /** It does not exist before. */
  | { readonly kind: 'create'; readonly app: string }
  | { readonly kind: 'deploy'; readonly app: string; readonly version: string; readonly strategy?: Strategy }
  /** Without a version: the one before the last deployment. */
  | {
      readonly kind: 'rollback'
      readonly app: string
      readonly version?: string
      readonly strategy?: Strategy
    }
  | { readonly kind: 'scale'; readonly app: string; readonly instances: number }
  /** Restarts the containers in place: addresses stay (facts/deployment A.7). */
  | { readonly kind: 'restart'; readonly app: string }
  | { readonly kind: 'stop'; readonly app: string }
  | { readonly kind: 'start'; readonly app: string }
  /**
   * `container`: the process dies and is restarted in place. `instance`: the instance is lost and made anew.
   * `count` of them, the oldest serving ones first.
   */
  | {
      readonly kind: 'crash'
      readonly app: string
      readonly mode: 'container' | 'instance'
      readonly count: number
    }
  | { readonly kind: 'confirm'; readonly app: string }
  | { readonly kind: 'abort'; readonly app: string; readonly rollback: boolean }
