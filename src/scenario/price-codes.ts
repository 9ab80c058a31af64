/** Codes of what can be wrong in a table of prices alone. */
export const PRICE_CODES = {
  PRICE_TABLE: {
    sentence: 'A table of prices has a unit that is not that of its item, or two prices of one thing.',
    source: 'docs/cost.md',
  },
} as const
