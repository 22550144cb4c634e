/** pods/binding: gives a pod its node. Source: pkg/registry/core/pod/storage/storage.go. */
import { type Pod } from '../../../apis/core/pod.js';
import { newBadRequest, newConflict, newUnknownError, type StatusError } from '../../../apis/errors.js';
import { type FieldError, fieldErrorText, invalid, notSupported, required } from '../../../apis/field/errors.js';
import { Path } from '../../../apis/field/path.js';
import { type KubeObject, type Preconditions } from '../../../apis/meta/v1.js';
import { isDNS1123Subdomain } from '../../../apis/validation/names.js';
import { rfc3339 } from '../../../clock/clock.js';
import { type Features } from '../../../features/features.js';
import { type ParentStore, type RegistryDependencies, type VirtualSubresource } from '../../rest.js';
import { updatePodCondition } from './conditions.js';
import { success } from './success.js';

interface Binding extends KubeObject {
  target?: { kind?: string; name?: string };
}

export const binding: VirtualSubresource = {
  type: 'virtual',
  kind: 'Binding',
  group: '',
  version: 'v1',
  schema: 'io.k8s.api.core.v1.Binding',
  served: () => true,
  create: ({ features, clock }: RegistryDependencies, pods: ParentStore) => ({
    async create(object, context, validateObject) {
      const wanted = object as Binding;
      const name = wanted.metadata.name ?? '';
      if (name !== context.name) throw newBadRequest('name in URL does not match name in Binding object');
      refuse(validateBinding(wanted));
      await validateObject(object);
      const change = (current: KubeObject): KubeObject =>
        assign(current as Pod, wanted, features, rfc3339(clock.now()));
      // The pod's own strategy would keep the node and the status as they are.
      await pods.update(context.namespace, name, preconditionsOf(wanted), change, context, {});
      return success();
    },
  }),
};

function validateBinding({ target = {} }: Binding): FieldError[] {
  const { kind = '', name = '' } = target;
  const kindAt = Path.of('target', 'kind');
  const nameAt = Path.of('target', 'name');
  const known = kind === '' || kind === 'Node';
  return [
    ...(known ? [] : [notSupported(kindAt, kind, ['Node', '<empty>'])]),
    ...(name === '' ? [required(nameAt)] : []),
    ...(name !== '' && known ? isDNS1123Subdomain(name).map((text) => invalid(nameAt, name, text)) : []),
  ];
}

/** Upstream returns these as a plain error: 500, and no reason. */
function refuse(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const texts = errors.map(fieldErrorText);
  const message = texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`;
  throw newUnknownError(message);
}

function preconditionsOf({ metadata: { uid, resourceVersion } }: Binding): Preconditions | undefined {
  if (!uid && !resourceVersion) return undefined;
  return { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) };
}

function assign(current: Pod, { metadata, target }: Binding, features: Features, now: string): Pod {
  const pod = structuredClone(current);
  const name = pod.metadata.name ?? '';
  const conflict = (cause: string): StatusError => newConflict({ group: '', resource: 'pods/binding' }, name, cause);
  if (pod.metadata.deletionTimestamp !== undefined) {
    throw conflict(`pod ${name} is being deleted, cannot be assigned to a host`);
  }
  if (pod.spec.nodeName) throw conflict(`pod ${name} is already assigned to node "${pod.spec.nodeName}"`);
  if ((pod.spec.schedulingGates ?? []).length > 0) throw conflict(`pod ${name} has non-empty .spec.schedulingGates`);
  pod.spec.nodeName = target?.name ?? '';
  if (features.enabled('ClearingNominatedNodeNameAfterBinding')) delete pod.status?.nominatedNodeName;
  if (metadata.annotations !== undefined) {
    pod.metadata.annotations = { ...pod.metadata.annotations, ...metadata.annotations };
  }
  if (features.enabled('PodTopologyLabelsAdmission') && metadata.labels !== undefined) {
    pod.metadata.labels = { ...pod.metadata.labels, ...metadata.labels };
  }
  updatePodCondition(pod, { type: 'PodScheduled', status: 'True' }, now);
  return pod;
}
