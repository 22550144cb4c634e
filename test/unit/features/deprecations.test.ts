import { describe, expect, it } from 'vitest';
import { deprecationOf } from '../../../src/features/deprecations.js';
import { type Features } from '../../../src/features/features.js';

function said(groupVersion: string, kind: string, minor: number): string | undefined {
  return deprecationOf(groupVersion, kind, { version: { minor } } as unknown as Features)?.warning;
}

describe('a deprecated API version', () => {
  it('says since when, until when, and what takes its place', () => {
    expect(said('policy/v1beta1', 'PodSecurityPolicy', 23)).toBe(
      'policy/v1beta1 PodSecurityPolicy is deprecated in v1.21+, unavailable in v1.25+',
    );
    expect(said('batch/v1beta1', 'CronJob', 23)).toBe(
      'batch/v1beta1 CronJob is deprecated in v1.21+, unavailable in v1.25+; use batch/v1 CronJob',
    );
    expect(said('batch/v1beta1', 'CronJob', 20)).toBeUndefined();
    expect(said('v1', 'Pod', 37)).toBeUndefined();
  });
});
