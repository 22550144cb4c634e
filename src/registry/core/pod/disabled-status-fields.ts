/** Fields of a pod's status whose feature gate is off. Source: pkg/api/pod/util.go (dropDisabledPodStatusFields). */
import { type ContainerStatus, type PodStatus } from '../../../apis/core/pod-status.js';
import { type Pod, type PodSpec } from '../../../apis/core/pod.js';
import { type Features, type GateName } from '../../../features/index.js';
import { containersOf } from './validation/scope.js';

type Places = (status: PodStatus) => readonly (readonly [holder: object | undefined, ...fields: string[]])[];

const STATUS =
  (...fields: (keyof PodStatus)[]): Places =>
  (status) => [[status, ...fields]];
const CONTAINERS =
  (...fields: (keyof ContainerStatus)[]): Places =>
  (status) =>
    statusesOf(status).map((each) => [each, ...fields]);

function statusesOf({
  containerStatuses,
  initContainerStatuses,
  ephemeralContainerStatuses,
}: PodStatus): ContainerStatus[] {
  return [containerStatuses, initContainerStatuses, ephemeralContainerStatuses].flatMap((list) => list ?? []);
}

/** The third: whether the pod's spec uses the feature; where it is missing, whether its status did. */
const GATED_FIELDS: readonly (readonly [GateName, Places, ((spec: PodSpec) => boolean)?])[] = [
  [
    'InPlacePodVerticalScaling',
    (status) => [[status, 'resize'], ...CONTAINERS('resources', 'allocatedResources')(status)],
    (spec) => containersOf(spec).some(({ resizePolicy = [] }) => resizePolicy.length > 0),
  ],
  [
    'DynamicResourceAllocation',
    STATUS('resourceClaimStatuses'),
    ({ resourceClaims = [] }) => resourceClaims.length > 0,
  ],
  ['PodHostIPs', STATUS('hostIPs')],
  [
    'RecursiveReadOnlyMounts',
    CONTAINERS('volumeMounts'),
    (spec) =>
      containersOf(spec).some(({ volumeMounts = [] }) =>
        volumeMounts.some(({ recursiveReadOnly }) => recursiveReadOnly !== undefined),
      ),
  ],
  ['ResourceHealthStatus', CONTAINERS('allocatedResourcesStatus')],
  [
    'SupplementalGroupsPolicy',
    CONTAINERS('user'),
    ({ securityContext }) => securityContext?.supplementalGroupsPolicy !== undefined,
  ],
  [
    'PodObservedGenerationTracking',
    (status) => [
      [status, 'observedGeneration'],
      ...(status.conditions ?? []).map((condition) => [condition, 'observedGeneration'] as const),
    ],
  ],
  ['DRAExtendedResource', STATUS('extendedResourceClaimStatus')],
  ['InPlacePodLevelResourcesVerticalScaling', STATUS('resources', 'allocatedResources')],
  [
    'ResourceHealthStatusMessage',
    (status) =>
      statusesOf(status).flatMap(({ allocatedResourcesStatus = [] }) =>
        allocatedResourcesStatus.flatMap(({ resources = [] }) => resources.map((each) => [each, 'message'] as const)),
      ),
  ],
  [
    'ImageVolumeWithDigest',
    (status) =>
      statusesOf(status).flatMap(({ volumeMounts = [] }) =>
        volumeMounts.map((mount) => [mount, 'volumeStatus'] as const),
      ),
  ],
  ['DRANodeAllocatableResources', STATUS('nodeAllocatableResourceClaimStatuses')],
  ['CSIVolumeHealth', STATUS('volumeHealth')],
];

export function dropDisabledStatusFields(status: PodStatus, old: Pod | undefined, features: Features): void {
  for (const [gate, places, uses] of GATED_FIELDS) {
    if (features.enabled(gate) || isUsed(places, uses, old)) continue;
    for (const [holder, ...fields] of places(status)) {
      if (holder !== undefined) for (const field of fields) Reflect.deleteProperty(holder, field);
    }
  }
}

function isUsed(places: Places, uses: ((spec: PodSpec) => boolean) | undefined, old: Pod | undefined): boolean {
  if (old === undefined) return false;
  if (uses !== undefined) return uses(old.spec);
  return places(old.status ?? {}).some(([holder, ...fields]) =>
    fields.some((field) => (holder as Record<string, unknown> | undefined)?.[field] !== undefined),
  );
}
