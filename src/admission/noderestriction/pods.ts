/** Kubelets make mirror pods, delete and evict the pods on their node, and say how they are. */
import { isDeepStrictEqual } from 'node:util';
import { type Pod } from '../../apis/core/pod.js';
import { goQuote } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { mirrorPodReference } from './pod-references.js';
import { lookUp, type NodeRequest, refusal, unexpectedOperation } from './restriction.js';

const MIRROR = 'kubernetes.io/config.mirror';

export async function restrictPod(request: NodeRequest): Promise<void> {
  const { subresource } = request.attributes;
  if (subresource === '') await restrictWhole(request);
  else if (subresource === 'status') restrictStatus(request);
  else if (subresource === 'eviction') await restrictEviction(request);
  else {
    const only = "only 'status' and 'eviction' are allowed";
    throw refusal(request, `unexpected pod subresource ${goQuote(subresource)}, ${only}`);
  }
}

async function restrictWhole(request: NodeRequest): Promise<void> {
  const { node, attributes } = request;
  const { operation, namespace, name } = attributes;
  if (operation === 'CREATE') {
    await restrictMirror(request, attributes.object as Pod);
    return;
  }
  if (operation !== 'DELETE') {
    const only = `node ${goQuote(node)} can only create and delete mirror pods`;
    throw refusal(request, `unexpected operation ${goQuote(operation)}, ${only}`);
  }
  const { spec } = await lookUp<Pod>(request, 'pods', namespace, name);
  if (spec.nodeName !== node) {
    throw refusal(request, `node ${goQuote(node)} can only delete pods with spec.nodeName set to itself`);
  }
}

async function restrictMirror(request: NodeRequest, pod: Pod): Promise<void> {
  const { node, features } = request;
  const refuse = (cause: string): Error => refusal(request, `node ${goQuote(node)} ${cause}`);
  if (pod.metadata.annotations?.[MIRROR] === undefined) {
    const cause = `pod does not have ${goQuote(MIRROR)} annotation, node ${goQuote(node)} can only create mirror pods`;
    throw refusal(request, cause);
  }
  if (pod.spec.nodeName !== node) throw refuse('can only create pods with spec.nodeName set to itself');
  const [owner, ...more] = pod.metadata.ownerReferences ?? [];
  if (more.length > 0) throw refuse('can only create pods with a single owner reference set to itself');
  if (owner?.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) {
    throw refuse('can only create pods with an owner reference set to itself');
  }
  if (owner.controller !== true) throw refuse('can only create pods with a controller owner reference set to itself');
  if (owner.blockOwnerDeletion === true) throw refuse('must not set blockOwnerDeletion on an owner reference');
  const { metadata } = await lookUp<KubeObject>(request, 'nodes', '', node);
  if (owner.uid !== metadata.uid) {
    throw refusal(request, `node ${node} UID mismatch: expected ${owner.uid} got ${metadata.uid ?? ''}`);
  }
  const reference = mirrorPodReference(pod, features);
  if (reference !== undefined) throw refuse(`can not create pods that reference ${reference}`);
}

function restrictStatus(request: NodeRequest): void {
  const { node, attributes } = request;
  if (attributes.operation !== 'UPDATE') throw unexpectedOperation(request);
  const [next, before] = [attributes.object as Pod, attributes.oldObject as Pod];
  const refuse = (cause: string): Error => refusal(request, `node ${goQuote(node)} ${cause}`);
  if (before.spec.nodeName !== node) {
    throw refuse('can only update pod status for pods with spec.nodeName set to itself');
  }
  if (!isDeepStrictEqual(next.metadata.labels ?? {}, before.metadata.labels ?? {})) {
    throw refuse('cannot update labels through pod status');
  }
  const [now, then] = [next.status ?? {}, before.status ?? {}];
  if (!isDeepStrictEqual(now.resourceClaimStatuses ?? [], then.resourceClaimStatuses ?? [])) {
    throw refuse('cannot update resource claim statues');
  }
  if (!isDeepStrictEqual(now.extendedResourceClaimStatus, then.extendedResourceClaimStatus)) {
    throw refuse('cannot update extended resource claim status');
  }
  const field = 'nodeAllocatableResourceClaimStatuses';
  if (!isDeepStrictEqual(now[field] ?? [], then[field] ?? [])) {
    throw refuse('cannot update node allocatable resource claim statuses');
  }
}

async function restrictEviction(request: NodeRequest): Promise<void> {
  const { node, attributes } = request;
  const { operation, namespace, name } = attributes;
  if (operation !== 'CREATE') throw refusal(request, `unexpected operation ${operation}`);
  const { spec } = await lookUp<Pod>(request, 'pods', namespace, name);
  if (spec.nodeName === node) return;
  throw refusal(request, `node ${node} can only evict pods with spec.nodeName set to itself`);
}
