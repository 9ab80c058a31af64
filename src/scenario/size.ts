/** Amounts of data as people write them: 500B, 20KB, 1.5MiB, 2GiB. KB counts in thousands, KiB in 1,024. */
import { quote } from './value.ts'

const UNITS = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
} as const

/** Far beyond it nothing is one request or one instance any more. */
const LARGEST = 1024 ** 4

export type ReadSize =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly message: string; readonly hint: string }

const HOW = 'write a size such as 500B, 20KB, 1.5MB or 2GiB'

/** Reads a size into whole bytes. */
export function parseSize(text: string): ReadSize {
  if (/^\d+(\.\d+)?$/.test(text))
    return { ok: false, message: `${quote(text)} has no unit`, hint: `add a unit: ${text}KB` }
  const [, amount, unit] = /^(\d{1,12}(?:\.\d{1,6})?) ?(B|KB|MB|GB|KiB|MiB|GiB)$/.exec(text) ?? []
  if (amount === undefined) return { ok: false, message: `${quote(text)} is not a size`, hint: HOW }
  const value = Math.round(Number(amount) * UNITS[unit as keyof typeof UNITS])
  if (value > LARGEST) return { ok: false, message: `${quote(text)} is more than 1024GiB`, hint: HOW }
  return { ok: true, value }
}
