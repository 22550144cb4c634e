import { describe, expect, it } from 'vitest';
import { createPriority } from '../../../src/admission/priority.js';
import { type Pod, type PodSpec } from '../../../src/apis/core/pod.js';
import { attributes, getterOf } from './attributes.js';

const none = createPriority(getterOf({}));
const classes = createPriority(
  getterOf({
    'priorityclasses//high': { metadata: { name: 'high' }, value: 1000, preemptionPolicy: 'Never' },
    'priorityclasses//usual': { metadata: { name: 'usual' }, value: 7, globalDefault: true },
    'priorityclasses//more': { metadata: { name: 'more' }, value: 9, globalDefault: true },
  }),
);
const pod = (spec: PodSpec = {}): Pod => ({ metadata: { name: 'p' }, spec });

describe('Priority', () => {
  it('is 0 where nothing says otherwise', async () => {
    const object = pod();
    await none.admit?.(attributes({ object }));
    expect(object.spec).toEqual({ priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
  });

  it('comes from the class, or from the lowest default class', async () => {
    const high = pod({ priorityClassName: 'high' });
    await classes.admit?.(attributes({ object: high }));
    expect(high.spec).toEqual({ priorityClassName: 'high', priority: 1000, preemptionPolicy: 'Never' });
    const usual = pod();
    await classes.admit?.(attributes({ object: usual }));
    expect(usual.spec).toEqual({ priorityClassName: 'usual', priority: 7 });
  });

  it.each([
    ['system-cluster-critical', 2_000_000_000],
    ['system-node-critical', 2_000_001_000],
  ])('knows the class %s', async (priorityClassName, priority) => {
    const object = pod({ priorityClassName });
    await none.admit?.(attributes({ object }));
    expect(object.spec.priority).toBe(priority);
  });

  it('refuses classes that are not there, and numbers that are not the class’s', async () => {
    await expect(none.admit?.(attributes({ object: pod({ priorityClassName: 'x' }) }))).rejects.toThrow(
      'pods "p" is forbidden: no PriorityClass with name x was found',
    );
    await expect(none.admit?.(attributes({ object: pod({ priority: 5 }) }))).rejects.toThrow(
      'pods "p" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    );
  });

  it('stays as it was on updates', async () => {
    const object = pod();
    const oldObject = pod({ priority: 3, preemptionPolicy: 'Never' });
    await none.admit?.(attributes({ operation: 'UPDATE', object, oldObject }));
    expect(object.spec).toEqual({ priority: 3, preemptionPolicy: 'Never' });
  });
});
