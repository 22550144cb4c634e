import { describe, expect, it } from 'vitest';
import { createDefaultTolerationSeconds } from '../../../src/admission/default-toleration-seconds.js';
import { createTaintNodesByCondition } from '../../../src/admission/taint-nodes-by-condition.js';
import { type Node } from '../../../src/apis/core/node.js';
import { type Pod, type Toleration } from '../../../src/apis/core/pod.js';
import { attributes } from './attributes.js';

const tolerationOf = (key: string): Toleration => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
});
const NOT_READY = tolerationOf('node.kubernetes.io/not-ready');
const UNREACHABLE = tolerationOf('node.kubernetes.io/unreachable');

async function tolerations(given?: Toleration[]): Promise<Toleration[] | undefined> {
  const object: Pod = { metadata: {}, spec: given === undefined ? {} : { tolerations: given } };
  await createDefaultTolerationSeconds({ notReady: 300, unreachable: 300 }).admit?.(attributes({ object }));
  return object.spec.tolerations;
}

describe('DefaultTolerationSeconds', () => {
  it('adds the two tolerations behind a pod’s own', async () => {
    const own = { key: 'gpu', operator: 'Exists' };
    expect(await tolerations()).toEqual([NOT_READY, UNREACHABLE]);
    expect(await tolerations([own])).toEqual([own, NOT_READY, UNREACHABLE]);
  });

  it('adds nothing that the pod has a word on', async () => {
    const forever = { key: 'node.kubernetes.io/not-ready', operator: 'Exists' };
    expect(await tolerations([forever])).toEqual([forever, UNREACHABLE]);
    expect(await tolerations([{ operator: 'Exists' }])).toEqual([{ operator: 'Exists' }]);
  });
});

describe('TaintNodesByCondition', () => {
  const nodes = { resource: { group: '', resource: 'nodes' }, kind: { group: '', kind: 'Node' }, namespace: '' };
  const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

  it('taints a new node once', async () => {
    const object: Node = { metadata: { name: 'n' } };
    const plugin = createTaintNodesByCondition();
    await plugin.admit?.(attributes({ ...nodes, object }));
    await plugin.admit?.(attributes({ ...nodes, object }));
    expect(object.spec?.taints).toEqual([taint]);
  });

  it('leaves updates alone', async () => {
    const object: Node = { metadata: { name: 'n' } };
    await createTaintNodesByCondition().admit?.(attributes({ ...nodes, operation: 'UPDATE', object }));
    expect(object.spec).toBeUndefined();
  });
});
