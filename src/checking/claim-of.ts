/** The claims of one kind. */
import type { Claim } from './expectation.ts'

export type ClaimOf<Kind extends Claim['kind']> = Extract<Claim, { readonly kind: Kind }>
