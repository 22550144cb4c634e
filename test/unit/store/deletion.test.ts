import { describe, expect, it } from 'vitest';
import { type DeleteOptions } from '../../../src/apis/meta/v1.js';
import { decideDeletion, withDefaultPolicy } from '../../../src/registry/deletion.js';

const NOW = Date.parse('2026-01-31T12:00:00Z');

function finalizersAfter(present: string[] | undefined, options: DeleteOptions): string[] | undefined {
  const object = { metadata: { name: 'a', ...(present === undefined ? {} : { finalizers: present }) } };
  const decision = decideDeletion({}, object, options, NOW);
  return decision.type === 'update' ? decision.object.metadata.finalizers : undefined;
}

describe('a propagation policy', () => {
  it('becomes the finalizer that the garbage collector looks for', () => {
    expect(finalizersAfter(undefined, {})).toBeUndefined();
    expect(finalizersAfter(undefined, { propagationPolicy: 'Background' })).toBeUndefined();
    expect(finalizersAfter(undefined, { propagationPolicy: 'Foreground' })).toEqual(['foregroundDeletion']);
    expect(finalizersAfter(undefined, { propagationPolicy: 'Orphan' })).toEqual(['orphan']);
    expect(finalizersAfter(['x.io/y'], { orphanDependents: true })).toEqual(['x.io/y', 'orphan']);
  });

  it('takes the place of an earlier one', () => {
    expect(finalizersAfter(['orphan'], { propagationPolicy: 'Foreground' })).toEqual(['foregroundDeletion']);
    expect(finalizersAfter(['foregroundDeletion', 'x.io/y'], { propagationPolicy: 'Background' })).toEqual(['x.io/y']);
    expect(finalizersAfter(['orphan'], {})).toEqual(['orphan']);
  });
});

describe('a kind that leaves its dependents', () => {
  const strategy = { orphansDependents: ['v1'] };
  const object = { metadata: { name: 'a' } };

  it('does so where the client names no policy, in the versions that always did', () => {
    expect(withDefaultPolicy(strategy, object, {}, 'v1')).toEqual({ propagationPolicy: 'Orphan' });
    expect(withDefaultPolicy(strategy, object, {}, 'v2')).toEqual({});
    expect(withDefaultPolicy({}, object, {}, 'v1')).toEqual({});
  });

  it('does as the client says, and as its finalizers say', () => {
    const background = { propagationPolicy: 'Background' as const };
    expect(withDefaultPolicy(strategy, object, background, 'v1')).toBe(background);
    const marked = { metadata: { name: 'a', finalizers: ['foregroundDeletion'] } };
    expect(withDefaultPolicy(strategy, marked, {}, 'v1')).toEqual({});
  });
});
