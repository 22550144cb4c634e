import { describe, expect, it } from 'vitest';
import { checkDeleteOptions, listOptions, writeOptions } from '../../../src/endpoints/options.js';
import { resolveFeatures } from '../../../src/features/index.js';

const features = (version: string) => resolveFeatures({ version, featureGates: undefined });
const list = (query: string, version = '1.36') => listOptions(new URLSearchParams(query), features(version));

describe('list options', () => {
  it('of a watch from anywhere ask for the initial events where WatchList is on', () => {
    expect(list('watch=1')).toMatchObject({ sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' });
    expect(list('watch=1&resourceVersion=5').sendInitialEvents).toBeUndefined();
    expect(list('watch=1', '1.24').sendInitialEvents).toBeUndefined();
  });

  it.each([
    [
      'watch=1&sendInitialEvents=true&resourceVersionMatch=Exact',
      '1.36',
      '[resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]',
    ],
    [
      'watch=1&resourceVersionMatch=NotOlderThan',
      '1.24',
      '[resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch, resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided]',
    ],
  ])('%s is refused by %s', (query, version, cause) => {
    expect(() => list(query, version)).toThrow(
      expect.objectContaining({ message: `ListOptions.meta.k8s.io "" is invalid: ${cause}` }),
    );
  });
});

it('write options name the values of fieldValidation', () => {
  expect(() => writeOptions(new URLSearchParams('fieldValidation=Loose'), 'CreateOptions', features('1.36'))).toThrow(
    'fieldValidation: Unsupported value: "Loose": supported values: "", "Ignore", "Strict", "Warn"',
  );
});

it('delete options may not ask for two policies', () => {
  const both = { propagationPolicy: 'Orphan', orphanDependents: true };
  expect(() => checkDeleteOptions(both, features('1.36'))).toThrow(
    'orphanDependents and deletionPropagation cannot be both set',
  );
});
