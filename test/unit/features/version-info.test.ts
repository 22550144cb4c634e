import { expect, it } from 'vitest';
import { resolveFeatures } from '../../../src/features/index.js';
import { versionInfo } from '../../../src/server/version.js';

const BASE = [
  'major',
  'minor',
  'gitVersion',
  'gitCommit',
  'gitTreeState',
  'buildDate',
  'goVersion',
  'compiler',
  'platform',
];
const EMULATION = ['emulationMajor', 'emulationMinor', 'minCompatibilityMajor', 'minCompatibilityMinor'];

it.each([
  ['1.23', BASE],
  ['1.24', BASE],
  ['1.32', BASE],
  ['1.33', [...BASE.slice(0, 2), ...EMULATION, ...BASE.slice(2)]],
  ['1.37', [...BASE.slice(0, 2), ...EMULATION, ...BASE.slice(2)]],
])('/version of %s has the recorded keys in their order', (version, keys) => {
  const info = versionInfo(resolveFeatures({ version, featureGates: undefined }));
  expect(Object.keys(info)).toEqual(keys);
  expect(info.minor).toBe(version.slice(2));
});

it('tells the minor before as the oldest that it is compatible with', () => {
  const info = versionInfo(resolveFeatures({ version: '1.37.2', featureGates: undefined }));
  expect(info).toMatchObject({
    gitVersion: 'v1.37.2',
    emulationMinor: '37',
    minCompatibilityMinor: '36',
    compiler: 'gc',
  });
});
