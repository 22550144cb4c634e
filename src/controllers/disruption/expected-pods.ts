/** How many pods a budget counts on. Source: pkg/controller/disruption/disruption.go (getExpectedPodCount). */
import { type KubeObject, type OwnerReference } from '../../apis/meta/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type PodDisruptionBudgetSpec } from '../../apis/policy/v1.js';
import { type ObjectSource } from '../../client/client.js';
import { controllerOf } from '../controller-ref.js';
import { scaledValue } from '../shares.js';

/** Something that keeps a number of pods. */
export interface Scaled extends KubeObject {
  spec?: { replicas?: number };
}

export interface ScaledObjects {
  /** By kind; undefined for what has no scale. */
  get(kind: string, namespace: string, name: string): Scaled | undefined;
  readonly objects: ObjectSource;
}

export interface Expectation {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
  /** True where pods are among them that no controller keeps. */
  readonly hasUnmanaged: boolean;
}

/** @throws Error, with what upstream says, where the controller of a pod has no scale */
export function expectedPods(spec: PodDisruptionBudgetSpec, pods: readonly Pod[], scaled: ScaledObjects): Expectation {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable === undefined && typeof minAvailable === 'number') {
    return { expectedPods: pods.length, desiredHealthy: minAvailable, hasUnmanaged: false };
  }
  if (maxUnavailable === undefined && minAvailable === undefined) {
    return { expectedPods: 0, desiredHealthy: 0, hasUnmanaged: false };
  }
  const scales = new Map<string, number>();
  let hasUnmanaged = false;
  for (const pod of pods) {
    const controller = controllerOf(pod);
    if (controller === undefined) hasUnmanaged = true;
    else if (!scales.has(controller.uid)) {
      const { uid, replicas } = scaleOf(pod, controller, scaled);
      scales.set(uid, replicas);
    }
  }
  const total = [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  const desiredHealthy =
    maxUnavailable === undefined
      ? scaledValue(minAvailable ?? 0, total, 'up')
      : Math.max(0, total - scaledValue(maxUnavailable, total, 'up'));
  return { expectedPods: total, desiredHealthy, hasUnmanaged };
}

function scaleOf(pod: Pod, controller: OwnerReference, scaled: ScaledObjects): { uid: string; replicas: number } {
  const { namespace = '', name: podName = '' } = pod.metadata;
  const found = scaled.get(controller.kind, namespace, controller.name);
  if (found !== undefined && found.metadata.uid === controller.uid) {
    const owner = controllerOf(found);
    const above = owner?.kind === 'Deployment' ? scaled.get('Deployment', namespace, owner.name) : undefined;
    const { metadata, spec } = above !== undefined && above.metadata.uid === owner?.uid ? above : found;
    return { uid: metadata.uid ?? '', replicas: spec?.replicas ?? 1 };
  }
  const { apiVersion, kind } = controller;
  const mapping = scaled.objects.mapping(apiVersion, kind);
  if (mapping === undefined)
    throw new Error(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
  if (SCALED_KINDS.includes(kind)) throw new Error(`found no controllers for pod ${JSON.stringify(podName)}`);
  const { group, resource } = mapping.resource;
  throw new Error(`${resource}${group === '' ? '' : `.${group}`} does not implement the scale subresource`);
}

export const SCALED_KINDS: readonly string[] = ['ReplicationController', 'ReplicaSet', 'Deployment', 'StatefulSet'];
