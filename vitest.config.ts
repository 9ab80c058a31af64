import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // Nothing in here keeps state between files, so each worker loads the program once: half of the time was imports.
    isolate: false,
  },
})
