/** Names, labels and volumes that pods of a stateful set have by their ordinal. Source: pkg/controller/statefulset/stateful_set_utils.go. */
import { type StatefulSet } from '../../apis/apps/v1.js';
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { newControllerRef } from '../controller-ref.js';
import { podFromTemplate } from '../pod-control.js';

export const STATEFUL_SET = { group: 'apps', version: 'v1', kind: 'StatefulSet' };
export const REVISION_LABEL = 'controller-revision-hash';
const NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const INDEX_LABEL = 'apps.kubernetes.io/pod-index';

interface Place {
  readonly parent: string;
  /** -1 where the name has none. */
  readonly ordinal: number;
}

function placeOf({ metadata: { name = '' } }: Pod): Place {
  const [, parent = '', digits] = /^(.*)-([0-9]+)$/.exec(name) ?? [];
  const ordinal = Number(digits ?? -1);
  return { parent, ordinal: ordinal < 2 ** 31 ? ordinal : -1 };
}

export function ordinalOf(pod: Pod): number {
  return placeOf(pod).ordinal;
}

export function isMemberOf(set: StatefulSet, pod: Pod): boolean {
  return placeOf(pod).parent === set.metadata.name;
}

export function firstOrdinal({ spec }: StatefulSet): number {
  return spec.ordinals?.start ?? 0;
}

export function isInRange(set: StatefulSet, pod: Pod): boolean {
  const offset = ordinalOf(pod) - firstOrdinal(set);
  return offset >= 0 && offset < (set.spec.replicas ?? 0);
}

export function revisionOfPod({ metadata }: Pod): string {
  return metadata.labels?.[REVISION_LABEL] ?? '';
}

export function claimName(set: StatefulSet, template: PersistentVolumeClaim, ordinal: number): string {
  return `${template.metadata.name ?? ''}-${set.metadata.name ?? ''}-${String(ordinal)}`;
}

/** The claims of the pod with an ordinal. */
export function claimsOf(set: StatefulSet, ordinal: number): PersistentVolumeClaim[] {
  const { namespace = '' } = set.metadata;
  return (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    ...template,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...template.metadata,
      name: claimName(set, template, ordinal),
      namespace,
      labels: { ...template.metadata.labels, ...set.spec.selector?.matchLabels },
    },
  }));
}

export function newPod(set: StatefulSet, ordinal: number, revision: string, features: Features): Pod {
  const pod = podFromTemplate(set.spec.template ?? {}, set, newControllerRef(set, STATEFUL_SET));
  const name = `${set.metadata.name ?? ''}-${String(ordinal)}`;
  const named = withIdentity(set, { ...pod, metadata: { ...pod.metadata, name } }, features);
  const { serviceName = '' } = set.spec;
  return {
    ...named,
    metadata: { ...named.metadata, labels: { ...named.metadata.labels, [REVISION_LABEL]: revision } },
    spec: { ...withStorage(set, named).spec, hostname: name, subdomain: serviceName },
  };
}

/** With the name and the labels that its ordinal gives. */
export function withIdentity(set: StatefulSet, pod: Pod, features: Features): Pod {
  const ordinal = String(ordinalOf(pod));
  const name = `${set.metadata.name ?? ''}-${ordinal}`;
  const labels = {
    ...pod.metadata.labels,
    [NAME_LABEL]: name,
    ...(features.enabled('PodIndexLabel') ? { [INDEX_LABEL]: ordinal } : {}),
  };
  return { ...pod, metadata: { ...pod.metadata, name, namespace: set.metadata.namespace ?? '', labels } };
}

/** With a volume of each of its claims. */
export function withStorage(set: StatefulSet, pod: Pod): Pod {
  const ordinal = ordinalOf(pod);
  const templates = set.spec.volumeClaimTemplates ?? [];
  const claimed = templates.map((template) => ({
    name: template.metadata.name ?? '',
    persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
  }));
  const names = claimed.map(({ name }) => name);
  const others = (pod.spec.volumes ?? []).filter(({ name = '' }) => !names.includes(name));
  return { ...pod, spec: { ...pod.spec, volumes: [...claimed, ...others] } };
}

export function hasIdentity(set: StatefulSet, pod: Pod): boolean {
  const { parent, ordinal } = placeOf(pod);
  const { name = '', labels = {} } = pod.metadata;
  return (
    ordinal >= 0 &&
    parent === set.metadata.name &&
    name === `${parent}-${String(ordinal)}` &&
    labels[NAME_LABEL] === name
  );
}

export function hasStorage(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod);
  const volumes = new Map((pod.spec.volumes ?? []).map((volume) => [volume.name, volume]));
  return (
    ordinal >= 0 &&
    (set.spec.volumeClaimTemplates ?? []).every(
      (template) =>
        volumes.get(template.metadata.name)?.persistentVolumeClaim?.claimName === claimName(set, template, ordinal),
    )
  );
}
