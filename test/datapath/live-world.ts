/** A world as the data path takes it, as the testing kit makes it. */
export { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
