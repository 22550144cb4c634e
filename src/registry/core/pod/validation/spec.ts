/** A pod's metadata and spec. Source: pkg/apis/core/validation/validation.go. */
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { isQualifiedName, validateLabels } from '../../../../apis/validation/labels.js';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { validateAnnotationsOfPod } from './annotations.js';
import { type ContainerScope, validateChoice, validateContainers } from './containers.js';
import { validateDNSConfig, validateHostAliases, validateHostNetworkPorts } from './network.js';
import { inclusiveRangeError, MAX_INT32, validateNonnegative } from './numbers.js';
import { validateEphemeralContainers, validateInitContainers } from './other-containers.js';
import { validateResources } from './resources.js';
import { validatePodSecurityContext } from './security-context.js';
import { validateTolerations } from './tolerations.js';
import { validateVolumes } from './volumes.js';

const SPEC = Path.of('spec');
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];
const OPERATING_SYSTEMS = ['linux', 'windows'];

export function validatePodCreate(pod: Pod, features: Features): FieldError[] {
  const errors = validatePodMetadataAndSpec(pod, features);
  if ((pod.spec.ephemeralContainers ?? []).length > 0) {
    errors.push(forbidden(SPEC.child('ephemeralContainers'), 'cannot be set on create'));
  }
  if (pod.spec.nodeName && (pod.spec.schedulingGates ?? []).length > 0) {
    errors.push(forbidden(SPEC.child('nodeName'), 'cannot be set until all schedulingGates have been cleared'));
  }
  return errors;
}

/** Without the rules for metadata that every kind has. */
export function validatePodMetadataAndSpec(pod: Pod, features: Features): FieldError[] {
  const { spec } = pod;
  return [
    ...validateAnnotationsOfPod(pod, Path.of('metadata', 'annotations')),
    ...validatePodSpec(spec, features),
    ...(spec.serviceAccountName ? [] : validateNoTokens(spec)),
    ...validateNonnegativeGrace(spec, features),
    ...[...(spec.containers ?? []).entries()].flatMap(([i, { image }]) =>
      validateImageTrimmed(image, SPEC.child('containers').index(i)),
    ),
    ...[...(spec.initContainers ?? []).entries()].flatMap(([i, { image }]) =>
      validateImageTrimmed(image, SPEC.child('initContainers').index(i)),
    ),
  ];
}

function validateNonnegativeGrace({ terminationGracePeriodSeconds: grace }: PodSpec, features: Features): FieldError[] {
  const checked = features.behaviours.negativeGraceBecomesOne;
  return checked ? validateNonnegative(grace, SPEC.child('terminationGracePeriodSeconds')) : [];
}

export function validateImageTrimmed(image = '', path: Path): FieldError[] {
  if (image === image.trim()) return [];
  return [invalid(path.child('image'), image, 'must not have leading or trailing whitespace')];
}

function validateNoTokens({ volumes }: PodSpec): FieldError[] {
  return (volumes ?? []).flatMap(({ projected }, i) =>
    [...(projected?.sources ?? []).entries()]
      .filter(([, { serviceAccountToken }]) => serviceAccountToken !== undefined)
      .map(([j]) =>
        forbidden(
          SPEC.child('volumes').index(i).child('projected', 'sources').index(j).child('serviceAccountToken'),
          'must not be specified when serviceAccountName is not set',
        ),
      ),
  );
}

/** Without what a template may have and a pod may not, and the other way round. */
export function validatePodSpec(spec: PodSpec, features: Features): FieldError[] {
  const wording = features.behaviours;
  const volumes = validateVolumes(spec.volumes, SPEC.child('volumes'), features);
  const scope: ContainerScope = { spec, volumes: volumes.good, features };
  return [
    ...(spec.terminationGracePeriodSeconds === undefined
      ? [required(SPEC.child('terminationGracePeriodSeconds'))]
      : []),
    ...volumes.errors,
    ...validateContainers(scope, SPEC.child('containers')),
    ...validateInitContainers(scope, SPEC.child('initContainers')),
    ...validateEphemeralContainers(scope, SPEC.child('ephemeralContainers')),
    ...validateHostNetworkPorts(spec, SPEC),
    ...validateChoice(spec.restartPolicy ?? '', RESTART_POLICIES, SPEC.child('restartPolicy')),
    ...validateChoice(spec.dnsPolicy ?? '', DNS_POLICIES, SPEC.child('dnsPolicy')),
    ...validateLabels(spec.nodeSelector, SPEC.child('nodeSelector'), wording),
    ...validatePodSecurityContext(spec.securityContext, SPEC.child('securityContext')),
    ...validateShareProcessNamespace(spec),
    ...validateDNSConfig(spec, SPEC.child('dnsConfig')),
    ...validateGates(spec, features),
    ...validateNames(spec, features),
    ...validateDeadline(spec.activeDeadlineSeconds),
    ...validateTolerations(spec.tolerations, SPEC.child('tolerations'), features),
    ...validateHostAliases(spec.hostAliases, SPEC.child('hostAliases')),
    ...(spec.preemptionPolicy === undefined
      ? []
      : validateChoice(spec.preemptionPolicy, PREEMPTION_POLICIES, SPEC.child('preemptionPolicy'))),
    ...(spec.overhead === undefined
      ? []
      : validateResources({ limits: spec.overhead }, SPEC.child('overhead'), features)),
    ...validateOS(spec.os),
  ];
}

function validateShareProcessNamespace({ shareProcessNamespace, hostPID }: PodSpec): FieldError[] {
  if (shareProcessNamespace !== true || hostPID !== true) return [];
  const detail = 'ShareProcessNamespace and HostPID cannot both be enabled';
  return [invalid(SPEC.child('shareProcessNamespace'), true, detail)];
}

function validateGates({ readinessGates, schedulingGates }: PodSpec, features: Features): FieldError[] {
  const check = (name: string, path: Path): FieldError[] =>
    isQualifiedName(name, features.behaviours).map((text) => invalid(path, name, text));
  return [
    ...(readinessGates ?? []).flatMap(({ conditionType }, i) =>
      check(conditionType, SPEC.child('readinessGates').index(i).child('conditionType')),
    ),
    ...(schedulingGates ?? []).flatMap(({ name }, i) => check(name, SPEC.child('schedulingGates').index(i))),
  ];
}

function validateNames(spec: PodSpec, features: Features): FieldError[] {
  const subdomains = ['serviceAccountName', 'nodeName'] as const;
  const labels = ['hostname', 'subdomain'] as const;
  const classes = ['priorityClassName', 'runtimeClassName'] as const;
  const check = (
    field: (typeof subdomains | typeof labels | typeof classes)[number],
    rule: (name: string) => string[],
  ) => {
    const name = spec[field] ?? '';
    return name === '' ? [] : rule(name).map((text) => invalid(SPEC.child(field), name, text));
  };
  return [
    ...subdomains.flatMap((field) => check(field, isDNS1123Subdomain)),
    ...labels.flatMap((field) => check(field, (name) => isDNS1123Label(name, features.behaviours))),
    ...classes.flatMap((field) => check(field, isDNS1123Subdomain)),
  ];
}

function validateDeadline(seconds: number | undefined): FieldError[] {
  if (seconds === undefined || (seconds >= 1 && seconds <= MAX_INT32)) return [];
  return [invalid(SPEC.child('activeDeadlineSeconds'), seconds, inclusiveRangeError(1, MAX_INT32))];
}

function validateOS(os: PodSpec['os']): FieldError[] {
  if (os === undefined) return [];
  if (os.name === '') return [required(SPEC.child('os', 'name'))];
  return OPERATING_SYSTEMS.includes(os.name) ? [] : [notSupported(SPEC.child('os'), os.name, OPERATING_SYSTEMS)];
}
