/** Warnings about new pods and templates. Source: pkg/api/pod/warnings.go, pkg/registry/core/pod/strategy.go. */
import { type PodTemplateSpec } from '../../../apis/core/pod-template.js';
import { type Pod, type PodSpec } from '../../../apis/core/pod.js';
import { goQuote } from '../../../apis/field/errors.js';
import { Path } from '../../../apis/field/path.js';
import { ipWarnings } from '../../../apis/validation/ip-warnings.js';
import { isDNS1123Label } from '../../../apis/validation/names.js';
import { type Features } from '../../../features/features.js';
import { apparmorWarnings, seccompWarnings } from './annotation-warnings.js';
import { envWarnings, fractionWarnings, resourceWarnings } from './container-warnings.js';
import { nodeLabelWarnings } from './node-label-warnings.js';
import { overlapWarnings } from './overlap-warnings.js';
import { portNameWarnings, portWarnings } from './port-warnings.js';
import { affinityWarnings } from './selector-warnings.js';
import { containersWithPath } from './validation/scope.js';
import { volumeWarnings } from './volume-warnings.js';

export function podWarnings(pod: Pod, features: Features): string[] {
  const { podWarnings: any, podNameWarnings } = features.behaviours;
  if (!any) return [];
  const own = podNameWarnings ? nameWarnings(pod.metadata.name ?? '', features) : [];
  return [...own, ...warningsOf(pod, Path.of(), features)];
}

/** `path`: the template's own. */
export function podTemplateWarnings(template: PodTemplateSpec | undefined, path: Path, features: Features): string[] {
  if (!features.behaviours.podWarnings || template === undefined) return [];
  return warningsOf(template, path, features, true);
}

const DEPRECATED_ANNOTATIONS: readonly (readonly [string, string])[] = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
];

function warningsOf(template: PodTemplateSpec, path: Path, features: Features, isTemplate = false): string[] {
  const { spec = {}, metadata = {} } = template;
  const { behaviours } = features;
  const specPath = path.child('spec');
  const containers = containersWithPath(spec, specPath);
  const annotations = metadata.annotations ?? {};
  const annotationAt = path.child('metadata', 'annotations');
  return [
    ...nodeLabelWarnings(spec, specPath, features),
    ...DEPRECATED_ANNOTATIONS.filter(([key]) => key in annotations).map(
      ([key, text]) => `${annotationAt.key(key).toString()}: ${text}`,
    ),
    ...volumeWarnings(spec, specPath.child('volumes'), features),
    ...(behaviours.podPathWarnings ? overlapWarnings(spec.volumes, features) : []),
    ...repeated(spec.hostAliases, ({ ip = '' }) => ip, specPath.child('hostAliases'), 'ip'),
    ...pullSecretWarnings(spec, specPath.child('imagePullSecrets')),
    ...overheadWarnings(spec, specPath.child('overhead')),
    ...seccompWarnings(spec.securityContext, 'pod', annotations, annotationAt, behaviours),
    ...containers.flatMap(([container, at]) => [
      ...seccompWarnings(container.securityContext, container.name ?? '', annotations, annotationAt, behaviours),
      ...(isTemplate ? apparmorWarnings(container, spec, annotations, annotationAt, features) : []),
      ...resourceWarnings(container, at),
      ...envWarnings(container, at, behaviours),
    ]),
    ...(behaviours.podDuplicateWarnings ? portWarnings(containers) : []),
    ...(behaviours.podPortNameWarnings ? portNameWarnings(containers) : []),
    ...graceWarnings(spec, specPath, behaviours.podNameWarnings),
    ...(behaviours.podDuplicateWarnings ? affinityWarnings(spec.affinity, specPath.child('affinity')) : []),
    ...(behaviours.podPortNameWarnings ? addressWarnings(spec, specPath) : []),
  ];
}

function nameWarnings(name: string, features: Features): string[] {
  const broken = isDNS1123Label(name, features.behaviours);
  const what =
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended";
  return broken.length === 0 ? [] : [`${what}: [${broken.join(' ')}]`];
}

function repeated<T>(items: readonly T[] = [], valueOf: (item: T) => string, path: Path, field: string): string[] {
  const values = items.map(valueOf);
  return values.flatMap((value, i) =>
    values.indexOf(value) === i
      ? []
      : [`${path.index(i).child(field).toString()}: duplicate ${field} ${goQuote(value)}`],
  );
}

function pullSecretWarnings({ imagePullSecrets: secrets = [] }: PodSpec, path: Path): string[] {
  return [
    ...repeated(secrets, ({ name = '' }) => name, path, 'name'),
    ...secrets.flatMap(({ name = '' }, i) =>
      name === '' ? [`${path.index(i).child('name').toString()}: invalid empty name ""`] : [],
    ),
  ];
}

function overheadWarnings({ overhead = {} }: PodSpec, path: Path): string[] {
  return ['memory', 'ephemeral-storage'].flatMap((resource) =>
    fractionWarnings(overhead[resource], path.key(resource)),
  );
}

function graceWarnings({ terminationGracePeriodSeconds: grace = 0 }: PodSpec, path: Path, warned: boolean): string[] {
  if (grace >= 0 || !warned) return [];
  const at = path.child('terminationGracePeriodSeconds').toString();
  return [`${at}: must be >= 0; negative values are invalid and will be treated as 1`];
}

function addressWarnings({ dnsConfig, hostAliases = [] }: PodSpec, path: Path): string[] {
  const servers = path.child('dnsConfig', 'nameservers');
  return [
    ...(dnsConfig?.nameservers ?? []).flatMap((server, i) => ipWarnings(servers.index(i), server)),
    ...hostAliases.flatMap(({ ip = '' }, i) => ipWarnings(path.child('hostAliases').index(i).child('ip'), ip)),
  ];
}
