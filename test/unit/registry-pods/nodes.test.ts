import { describe, expect, it } from 'vitest';
import { type Node } from '../../../src/apis/core/node.js';
import { fieldErrorText } from '../../../src/apis/field/errors.js';
import { nodes } from '../../../src/registry/core/nodes.js';
import { podServer } from './creation.js';

const { strategy, subresources } = nodes;
const { features, clock, random, user } = podServer(37).context;
const context = { features, clock, random, user, namespace: '', version: 'v1', subresource: '', warn: () => undefined };
const node = (change: Partial<Node> = {}): Node => ({ metadata: { name: 'n' }, ...change });

describe('nodes', () => {
  it('have taints with known effects, each once', async () => {
    const taints = [
      { key: 'a', effect: 'Maybe' },
      { key: 'b', effect: 'NoExecute' },
      { key: 'b', effect: 'NoExecute' },
    ];
    const errors = await strategy?.validate?.(node({ spec: { taints } }), context);
    expect(errors?.map(fieldErrorText)).toEqual([
      'metadata.taints[0].effect: Unsupported value: "Maybe": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      'metadata.taints[2]: Duplicate value: {"key":"b","effect":"NoExecute"}: taints must be unique by key and effect pair',
    ]);
  });

  it('may offer what they have, where they say nothing else', () => {
    const object = node({ status: { capacity: { cpu: '4' } } });
    strategy?.default?.(object, features);
    expect(object.status?.allocatable).toEqual({ cpu: '4' });
  });

  it('keep their status in updates of the spec, and their spec in updates of the status', () => {
    const old = node({ spec: { unschedulable: true }, status: { phase: 'Running' } });
    const next = node({ spec: {}, status: { phase: 'Pending' } });
    strategy?.prepareForUpdate?.(next, old, context);
    expect(next).toMatchObject({ spec: {}, status: { phase: 'Running' } });
    const status = subresources?.['status'];
    const reported = node({ spec: {}, status: { phase: 'Pending' } });
    if (status?.type === 'stored') status.strategy.prepareForUpdate?.(reported, old, context);
    expect(reported).toMatchObject({ spec: { unschedulable: true }, status: { phase: 'Pending' } });
  });

  it('keep their addresses for pods', async () => {
    const old = node({ spec: { podCIDRs: ['10.0.0.0/24'] } });
    const next = node({ spec: { podCIDRs: ['10.0.1.0/24'] } });
    const errors = await strategy?.validateUpdate?.(next, old, context);
    expect(errors?.map(fieldErrorText)).toEqual([
      'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
    ]);
  });

  it('can be selected by whether they take pods', () => {
    const selectable = nodes.selectableFields?.['spec.unschedulable'];
    expect(selectable?.(node())).toBe('false');
    expect(selectable?.(node({ spec: { unschedulable: true } }))).toBe('true');
  });
});
