/** Bounds on what a file may ask of us: scenario files are untrusted input. */

/** Characters of the file. */
export const MAX_TEXT = 1_048_576
/** Maps and lists inside one another. */
export const MAX_DEPTH = 32
/** Entries of one map or list. */
export const MAX_ENTRIES = 10_000
/** Values of the file once every alias is written out. */
export const MAX_VALUES = 250_000
/** Instances of all applications together. */
export const MAX_INSTANCES = 100_000
/** Addresses of all pools and gateways together. */
export const MAX_ADDRESSES = 65_536
/** `set` entries of the timeline; each is checked as a configuration of its own. */
export const MAX_SETS = 200
/** Resources of the configuration times `set` entries. */
export const MAX_SET_WORK = 200_000
