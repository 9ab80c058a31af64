/** The events of one kind. */
import type { Event } from './event.ts'

export type EventOf<Kind extends Event['kind']> = Extract<Event, { readonly kind: Kind }>
