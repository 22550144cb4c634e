import { expect, it } from 'vitest';
import { versionsReference } from '../../../src/features/index.js';

it('docs/reference/versions.md is what the tables say (vitest run test/unit/features --update writes it)', async () => {
  await expect(versionsReference()).toMatchFileSnapshot('../../../docs/reference/versions.md');
});
