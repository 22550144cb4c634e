import { expect, it } from 'vitest';
import { versionsReference } from '../../../src/features/index.js';

it('docs/reference/versions.md is what the tables say (vitest -u writes it)', async () => {
  await expect(versionsReference()).toMatchFileSnapshot('../../../docs/reference/versions.md');
});
