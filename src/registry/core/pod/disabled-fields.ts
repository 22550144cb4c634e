/** Fields of pods whose feature gate is off are dropped, unless the pod has them already. Source: pkg/api/pod/util.go. */
import { type Container } from '../../../apis/core/pod-container.js';
import { type PodTemplateSpec } from '../../../apis/core/pod-template.js';
import { type Pod, type PodSpec } from '../../../apis/core/pod.js';
import { type Features, type GateName } from '../../../features/index.js';
import { dropDisabledStatusFields } from './disabled-status-fields.js';
import { podAffinityTerms } from './validation/affinity.js';
import { containersOf } from './validation/scope.js';
import { APPARMOR_ANNOTATION } from './validation/security-profiles.js';

/** Where fields are: objects, and their fields' names. */
type Places = (spec: PodSpec) => readonly (readonly [holder: object | undefined, ...fields: string[]])[];

const SPEC =
  (...fields: (keyof PodSpec)[]): Places =>
  (spec) => [[spec, ...fields]];
const CONTAINERS =
  (...fields: (keyof Container)[]): Places =>
  (spec) =>
    containersOf(spec).map((container) => [container, ...fields]);
const MOUNTS =
  (...fields: string[]): Places =>
  (spec) =>
    containersOf(spec).flatMap(({ volumeMounts }) => (volumeMounts ?? []).map((mount) => [mount, ...fields] as const));
const CONTEXTS =
  (...fields: string[]): Places =>
  (spec) => [
    [spec.securityContext, ...fields],
    ...containersOf(spec).map((each) => [each.securityContext, ...fields] as const),
  ];
const SPREADS =
  (...fields: string[]): Places =>
  (spec) =>
    (spec.topologySpreadConstraints ?? []).map((constraint) => [constraint, ...fields]);
const TERMS =
  (...fields: string[]): Places =>
  (spec) =>
    podAffinityTerms(spec.affinity).map((term) => [term, ...fields]);
const VOLUMES =
  (...fields: string[]): Places =>
  (spec) =>
    (spec.volumes ?? []).map((volume) => [volume, ...fields]);
const SOURCES =
  (...fields: string[]): Places =>
  (spec) =>
    (spec.volumes ?? []).flatMap(({ projected }) =>
      (projected?.sources ?? []).map((source) => [source, ...fields] as const),
    );

/** In no order that matters. A gate that a version does not know yet has no fields in it. */
const GATED_FIELDS: readonly (readonly [GateName, Places])[] = [
  ['LocalStorageCapacityIsolation', (spec) => (spec.volumes ?? []).map(({ emptyDir }) => [emptyDir, 'sizeLimit'])],
  ['EphemeralContainers', SPEC('ephemeralContainers')],
  ['PodOverhead', SPEC('overhead')],
  ['NonPreemptingPriority', SPEC('preemptionPolicy')],
  ['SetHostnameAsFQDN', SPEC('setHostnameAsFQDN')],
  ['ConfigurableFSGroupPolicy', (spec) => [[spec.securityContext, 'fsGroupChangePolicy']]],
  ['CSIInlineVolume', VOLUMES('csi')],
  ['GenericEphemeralVolume', VOLUMES('ephemeral')],
  ['ProbeTerminationGracePeriod', probesAt('terminationGracePeriodSeconds')],
  ['PodAffinityNamespaceSelector', TERMS('namespaceSelector')],
  ['IdentifyPodOS', SPEC('os')],
  ['MinDomainsInPodTopologySpread', SPREADS('minDomains')],
  ['NodeInclusionPolicyInPodTopologySpread', SPREADS('nodeAffinityPolicy', 'nodeTaintsPolicy')],
  ['MatchLabelKeysInPodTopologySpread', SPREADS('matchLabelKeys')],
  ['UserNamespacesSupport', SPEC('hostUsers')],
  ['PodSchedulingReadiness', SPEC('schedulingGates')],
  [
    'DynamicResourceAllocation',
    (spec) => [[spec, 'resourceClaims'], ...containersOf(spec).map(({ resources }) => [resources, 'claims'] as const)],
  ],
  ['InPlacePodVerticalScaling', CONTAINERS('resizePolicy')],
  ['SidecarContainers', (spec) => (spec.initContainers ?? []).map((container) => [container, 'restartPolicy'])],
  ['MatchLabelKeysInPodAffinity', TERMS('matchLabelKeys', 'mismatchLabelKeys')],
  ['ClusterTrustBundleProjection', SOURCES('clusterTrustBundle')],
  [
    'PodLifecycleSleepAction',
    (spec) =>
      containersOf(spec).flatMap(({ lifecycle }) => [
        [lifecycle?.preStop, 'sleep'],
        [lifecycle?.postStart, 'sleep'],
      ]),
  ],
  ['AppArmorFields', CONTEXTS('appArmorProfile')],
  ['RecursiveReadOnlyMounts', MOUNTS('recursiveReadOnly')],
  ['SupplementalGroupsPolicy', (spec) => [[spec.securityContext, 'supplementalGroupsPolicy']]],
  ['PodLevelResources', SPEC('resources')],
  ['SELinuxChangePolicy', (spec) => [[spec.securityContext, 'seLinuxChangePolicy']]],
  ['ContainerStopSignals', (spec) => containersOf(spec).map(({ lifecycle }) => [lifecycle, 'stopSignal'])],
  ['ContainerRestartRules', restartFields],
  ['HostnameOverride', SPEC('hostnameOverride')],
  [
    'EnvFiles',
    (spec) =>
      containersOf(spec).flatMap(({ env }) => (env ?? []).map(({ valueFrom }) => [valueFrom, 'fileKeyRef'] as const)),
  ],
  ['PodCertificateRequest', SOURCES('podCertificate')],
  ['GenericWorkload', SPEC('workloadRef', 'schedulingGroup')],
  ['EmptyDirVolumeMode', (spec) => (spec.volumes ?? []).map(({ emptyDir }) => [emptyDir, 'mode'])],
  ['VolumeBindMountOptions', MOUNTS('bindMountOptions')],
  ['AtomicWriteVolumeUserFields', fileUsers],
  ['GRPCContainerProbeTLS', (spec) => probesOf(spec).map(({ grpc }) => [grpc, 'mode'])],
  [
    'H2CContainerProbe',
    (spec) => [
      ...probesOf(spec).map(({ httpGet }) => [httpGet, 'protocol'] as const),
      ...containersOf(spec).flatMap(({ lifecycle }) =>
        [lifecycle?.preStop, lifecycle?.postStart].map((hook) => [hook?.httpGet, 'protocol'] as const),
      ),
    ],
  ],
  ['EvictionRequestAPI', SPEC('evictionResponders')],
];

function probesOf(spec: PodSpec): NonNullable<Container['livenessProbe']>[] {
  return containersOf(spec).flatMap(({ livenessProbe, readinessProbe, startupProbe }) =>
    [livenessProbe, readinessProbe, startupProbe].flatMap((probe) => probe ?? []),
  );
}

function probesAt(field: string): Places {
  return (spec) =>
    containersOf(spec).flatMap(({ livenessProbe, startupProbe }) => [
      [livenessProbe, field],
      [startupProbe, field],
    ]);
}

/** What only a sidecar had before there were rules. */
function restartFields(spec: PodSpec): ReturnType<Places> {
  const init = new Set(spec.initContainers);
  return containersOf(spec).map((container) =>
    init.has(container) && container.restartPolicy === 'Always'
      ? [container, 'restartPolicyRules']
      : [container, 'restartPolicy', 'restartPolicyRules'],
  );
}

function fileUsers(spec: PodSpec): ReturnType<Places> {
  return (spec.volumes ?? []).flatMap(({ secret, configMap, downwardAPI, projected }) => {
    const sources = projected?.sources ?? [];
    const items = [secret, configMap, downwardAPI, ...sources.flatMap((s) => [s.secret, s.configMap, s.downwardAPI])];
    const files = sources.flatMap((s) => [s.serviceAccountToken, s.clusterTrustBundle, s.podCertificate]);
    return [
      ...[secret, configMap, downwardAPI, projected].map((each) => [each, 'defaultUser'] as const),
      ...[...items.flatMap((each) => each?.items ?? []), ...files].map((each) => [each, 'user'] as const),
    ];
  });
}

export function dropDisabledFields(pod: Pod, old: Pod | undefined, features: Features): void {
  dropFromSpec(pod.spec, old?.spec, features);
  dropAnnotations(pod.metadata, old?.metadata, features);
  if (pod.status !== undefined) dropDisabledStatusFields(pod.status, old, features);
}

export function dropDisabledTemplateFields(
  template: PodTemplateSpec | undefined,
  old: PodTemplateSpec | undefined,
  features: Features,
): void {
  if (template?.spec !== undefined) dropFromSpec(template.spec, old?.spec, features);
  if (template?.metadata !== undefined) dropAnnotations(template.metadata, old?.metadata, features);
}

function dropFromSpec(spec: PodSpec, old: PodSpec | undefined, features: Features): void {
  const hooked = containersOf(spec).filter(hasHooks);
  for (const [gate, places] of GATED_FIELDS) {
    if (!features.enabled(gate) && (old === undefined || !places(old).some(isSet))) dropAt(places(spec));
  }
  if (!features.enabled('ProcMountType') && !usesProcMount(old)) forceProcMount(spec);
  if (!features.enabled('ImageVolume') && old?.volumes?.some(({ image }) => image !== undefined) !== true) {
    dropImageVolumes(spec);
  }
  hooked.forEach(dropEmptyHooks);
}

function isSet([holder, ...fields]: ReturnType<Places>[number]): boolean {
  return fields.some((field) => (holder as Record<string, unknown> | undefined)?.[field] !== undefined);
}

function dropAt(places: ReturnType<Places>): void {
  for (const [holder, ...fields] of places) {
    if (holder !== undefined) for (const field of fields) Reflect.deleteProperty(holder, field);
  }
}

function usesProcMount(old: PodSpec | undefined): boolean {
  return (
    old !== undefined && containersOf(old).some(({ securityContext: c }) => (c?.procMount ?? 'Default') !== 'Default')
  );
}

/** Once it was defaulted, and stored; so it is not dropped. */
function forceProcMount(spec: PodSpec): void {
  for (const { securityContext } of containersOf(spec)) {
    if (securityContext?.procMount !== undefined) securityContext.procMount = 'Default';
  }
}

function dropImageVolumes(spec: PodSpec): void {
  const images = new Set((spec.volumes ?? []).filter(({ image }) => image !== undefined).map(({ name }) => name));
  if (images.size === 0) return;
  spec.volumes = (spec.volumes ?? []).filter(({ image }) => image === undefined);
  for (const container of containersOf(spec)) {
    if (container.volumeMounts === undefined) continue;
    container.volumeMounts = container.volumeMounts.filter(({ name }) => !images.has(name));
  }
}

function hasHooks({ lifecycle: { preStop = {}, postStart = {}, stopSignal } = {} }: Container): boolean {
  return Object.keys({ ...preStop, ...postStart }).length > 0 || stopSignal !== undefined;
}

/** A hook or a life cycle of which nothing is left goes too. */
function dropEmptyHooks(container: Container): void {
  const { lifecycle = {} } = container;
  for (const hook of ['preStop', 'postStart'] as const) {
    if (lifecycle[hook] !== undefined && Object.keys(lifecycle[hook]).length === 0)
      Reflect.deleteProperty(lifecycle, hook);
  }
  if (Object.keys(lifecycle).length === 0) delete container.lifecycle;
}

const INIT_ANNOTATIONS = ['init-containers', 'init-container-statuses'].flatMap((name) => [
  `pod.beta.kubernetes.io/${name}`,
  `pod.alpha.kubernetes.io/${name}`,
]);

function dropAnnotations(
  { annotations }: { annotations?: Record<string, string> },
  old: { annotations?: Record<string, string> } | undefined,
  features: Features,
): void {
  if (annotations === undefined) return;
  const isAppArmor = (key: string): boolean => key.startsWith(APPARMOR_ANNOTATION);
  const hadAppArmor = Object.keys(old?.annotations ?? {}).some(isAppArmor);
  const dropped = [
    ...INIT_ANNOTATIONS,
    ...(features.enabled('AppArmor') || hadAppArmor ? [] : Object.keys(annotations).filter(isAppArmor)),
  ];
  for (const key of dropped) Reflect.deleteProperty(annotations, key);
}
