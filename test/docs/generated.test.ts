import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parseConfigFile } from '../../src/cli/config-file.js';
import { defaultConfig } from '../../src/cli/default-config.js';
import { commandLineReference } from '../../src/cli/reference.js';
import { settingsOf } from '../../src/cli/settings.js';
import { serverOptions } from '../../src/cli/server-options.js';
import { resolveFeatures } from '../../src/features/index.js';
import { kindsReference } from '../../src/registry/reference.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('config/default.yaml is what the code has (npm run generate:docs)', () => {
  expect(read('config/default.yaml')).toBe(defaultConfig());
});

it('docs/reference/command-line.md is what the code has (npm run generate:docs)', () => {
  expect(read('docs/reference/command-line.md')).toBe(commandLineReference());
});

it('docs/reference/kinds.md is what the code has (npm run generate:docs)', () => {
  expect(read('docs/reference/kinds.md')).toBe(kindsReference());
});

it('every configuration in config/ is one that a server takes', async () => {
  const names = await readdir(new URL('../../config/', import.meta.url));
  expect(names.sort()).toEqual(['default.yaml', 'kube-1.23.yaml', 'kube-1.24.yaml']);
  for (const name of names) {
    const given = await parseConfigFile(read(`config/${name}`), name);
    const { kubernetesVersion } = await serverOptions(await settingsOf(given));
    const { minor } = resolveFeatures({ version: kubernetesVersion, featureGates: undefined }).version;
    if (name !== 'default.yaml') expect(name).toBe(`kube-1.${minor}.yaml`);
  }
});
