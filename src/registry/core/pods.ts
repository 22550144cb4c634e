/** Source: pkg/registry/core/pod. */
import { type Pod } from '../../apis/core/pod.js';
import { newBadRequest } from '../../apis/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { defineKind, type StoredSubresource, type UnavailableSubresource } from '../rest.js';
import { withoutSchemeAndPort } from '../scheme-name-port.js';
import { binding } from './pod/binding.js';
import { podColumns } from './pod/columns.js';
import { containerError } from './pod/container-choice.js';
import { eviction } from './pod/eviction.js';
import { podStrategy } from './pod/strategy.js';
import { ephemeralContainersStrategy, podStatusStrategy, resizeStrategy } from './pod/subresource-strategies.js';

const WRITTEN = ['get', 'patch', 'update'] as const;

/** exec, attach, port-forward: they go to the pod's node. */
const streaming: UnavailableSubresource = {
  type: 'unavailable',
  verbs: ['create', 'get'],
  answer: (pod) =>
    hasNode(pod) ? undefined : newBadRequest(`pod ${pod.metadata.name ?? ''} does not have a host assigned`),
};

/** … of which two are about one container. */
const inContainer: UnavailableSubresource = {
  ...streaming,
  answer: (pod, query) => containerError(pod as Pod, query) ?? streaming.answer?.(pod, query),
};

export const pods = defineKind<Pod>({
  group: '',
  kind: 'Pod',
  resource: 'pods',
  singular: 'pod',
  namespaced: true,
  shortNames: ['po'],
  categories: ['all'],
  versions: [{ version: 'v1', schema: 'io.k8s.api.core.v1.Pod', served: () => true }],
  strategy: podStrategy,
  subresources: {
    attach: { ...inContainer, kind: 'PodAttachOptions' },
    binding,
    ephemeralcontainers: {
      ...stored(ephemeralContainersStrategy),
      served: (features) => features.enabled('EphemeralContainers'),
    },
    eviction,
    exec: { ...inContainer, kind: 'PodExecOptions' },
    log: {
      type: 'unavailable',
      verbs: ['get'],
      answer: (pod, query) => containerError(pod as Pod, query) ?? (hasNode(pod) ? undefined : 'no content'),
    },
    portforward: { ...streaming, kind: 'PodPortForwardOptions' },
    proxy: {
      type: 'unavailable',
      kind: 'PodProxyOptions',
      parentName: withoutSchemeAndPort,
      verbs: ['create', 'delete', 'get', 'patch', 'update'],
      answer: (pod) => ((pod as Pod).status?.podIP ? undefined : newBadRequest('address not allowed')),
    },
    resize: {
      ...stored(resizeStrategy),
      served: (features) => features.enabled('InPlacePodVerticalScaling'),
    },
    status: stored(podStatusStrategy),
  },
  selectableFields: {
    'spec.nodeName': ({ spec }) => spec.nodeName ?? '',
    'spec.restartPolicy': ({ spec }) => spec.restartPolicy ?? '',
    'spec.schedulerName': ({ spec }) => spec.schedulerName ?? '',
    'spec.serviceAccountName': ({ spec }) => spec.serviceAccountName ?? '',
    'spec.hostNetwork': ({ spec }) => String(spec.hostNetwork ?? false),
    'status.phase': ({ status }) => status?.phase ?? '',
    'status.podIP': ({ status }) => status?.podIPs?.[0]?.ip ?? '',
    'status.nominatedNodeName': ({ status }) => status?.nominatedNodeName ?? '',
  },
  lacksSelectableField: (field, { behaviours }) => field === 'spec.hostNetwork' && !behaviours.podHostNetworkSelectable,
  columns: podColumns,
  description: 'Containers that run together on one node, under one service account.',
  example: {
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: { containers: [{ name: 'main', image: 'nginx' }] },
  },
});

function stored(strategy: StoredSubresource['strategy']): StoredSubresource {
  return { type: 'stored', strategy, verbs: WRITTEN };
}

function hasNode(pod: KubeObject): boolean {
  return Boolean((pod as Pod).spec.nodeName);
}
