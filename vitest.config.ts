import { defineConfig } from 'vitest/config';

// Modules hold no state of their own, so the files of a worker may share them: loading them again for each took most of the time.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
  },
});
