/** Amounts of money and of what is paid for, for people. The JSON output is exact. */

/** `302.40`, and below one `0.0042`; without a currency. Absent: `?`. */
export function money(amount: number | undefined): string {
  if (amount === undefined) return '?'
  return amount === 0 || amount >= 1 ? amount.toFixed(2) : amount.toFixed(4)
}

/** As few digits as tell it: `21`, `0.13`, `0.0012`. */
export function quantity(amount: number): string {
  if (Number.isInteger(amount)) return String(amount)
  return String(Number(amount.toPrecision(amount >= 100 ? 4 : 3)))
}
