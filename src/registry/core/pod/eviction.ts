/**
 * pods/eviction: deletes a pod as draining a node does. There are no disruption budgets here that could refuse.
 * Source: pkg/registry/core/pod/storage/eviction.go.
 */
import { type Pod } from '../../../apis/core/pod.js';
import { newBadRequest } from '../../../apis/errors.js';
import { type DeleteOptions, type KubeObject } from '../../../apis/meta/v1.js';
import { rfc3339 } from '../../../clock/clock.js';
import { type VirtualSubresource } from '../../rest.js';
import { updatePodCondition } from './conditions.js';
import { success } from './success.js';

interface Eviction extends KubeObject {
  deleteOptions?: DeleteOptions;
}

export const eviction: VirtualSubresource = {
  type: 'virtual',
  kind: 'Eviction',
  group: 'policy',
  version: 'v1',
  schema: 'io.k8s.api.policy.v1.Eviction',
  served: () => true,
  create: ({ features, clock }, pods) => ({
    async create(object, context, validateObject) {
      const { metadata, deleteOptions = {} } = object as Eviction;
      const name = metadata.name ?? '';
      if (name !== context.name) throw newBadRequest('name in URL does not match name in Eviction object');
      const dryRun = context.dryRun || (deleteOptions.dryRun ?? []).length > 0;
      const asked = { ...context, dryRun };
      await validateObject(object);
      const { gracePeriodSeconds } = deleteOptions;
      let { preconditions } = deleteOptions;
      if (features.enabled('PodDisruptionConditions') && !dryRun) {
        const change = (current: KubeObject): KubeObject => mark(current as Pod, rfc3339(clock.now()));
        const marked = await pods.update(context.namespace, name, preconditions, change, asked, {});
        // The mark has moved the resource version on.
        const { uid = '', resourceVersion = '' } = marked.metadata;
        if (preconditions !== undefined) preconditions = { uid, resourceVersion };
      }
      const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
      const options = { ...grace, ...(preconditions === undefined ? {} : { preconditions }) };
      await pods.delete(context.namespace, name, options, asked);
      return success();
    },
  }),
};

function mark(current: Pod, now: string): Pod {
  const pod = structuredClone(current);
  const cause = { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' };
  updatePodCondition(pod, { type: 'DisruptionTarget', status: 'True', ...cause }, now);
  return pod;
}
