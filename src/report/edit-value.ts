/** Proven changes for a program, the same in all documents. */
import type { ToldEdit } from '../checking/edit.ts'

export function editValue({ words, origin, lines, also, changes }: ToldEdit): object {
  return { words, changes, origin, lines, also }
}

/** Sets that go another way, the better ones first; absent where there are none. */
export function alternativesValue(
  sets: readonly { readonly edits: readonly ToldEdit[] }[] = [],
): object[] | undefined {
  return sets.length === 0 ? undefined : sets.map(({ edits }) => ({ edits: edits.map(editValue) }))
}
