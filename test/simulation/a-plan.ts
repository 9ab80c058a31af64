/** Plans in code, as the testing kit has them. */
export * from '../../src/testing/arbitraries/a-plan.ts'
