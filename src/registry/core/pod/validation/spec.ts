/** The spec of a pod or of a template. Source: pkg/apis/core/validation/validation.go (ValidatePodSpec). */
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isQualifiedName, validateLabels } from '../../../../apis/validation/labels.js';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../../apis/validation/names.js';
import { validateAffinity } from './affinity.js';
import { validateChoice } from './choice.js';
import { validateContainers } from './containers.js';
import { validateFileKeyVolumes } from './env.js';
import { validateHostUsers } from './host-users.js';
import { validateDNSConfig, validateHostAliases, validateHostnameOverride } from './network.js';
import { inclusiveRangeError, MAX_INT32 } from './numbers.js';
import { validateOS } from './operating-systems.js';
import { validateEphemeralContainers, validateInitContainers } from './other-containers.js';
import { validatePodResources } from './pod-resources.js';
import { validateHostNetworkPorts } from './ports.js';
import { validateResourceClaims } from './resource-claims.js';
import { validateResources } from './resources.js';
import { validateSchedulingGates, validateSchedulingGroup } from './scheduling.js';
import { type PodValidationOptions, type SpecScope } from './scope.js';
import { validatePodSecurityContext, validateShareProcessNamespace } from './security-context.js';
import { validateTolerations } from './tolerations.js';
import { validateTopologySpread } from './topology-spread.js';
import { validateVolumes } from './volumes.js';
import { validateWindowsHostProcess } from './windows-options.js';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];

/** `metadata`: the pod's own; undefined for a template. */
export function validatePodSpec(
  spec: PodSpec,
  metadata: Pod['metadata'] | undefined,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const { features } = options;
  const { errors, good } = validateVolumes(spec, metadata, path.child('volumes'), options);
  const claims = new Set((spec.resourceClaims ?? []).flatMap(({ name }) => name || []));
  const scope: SpecScope = { ...options, spec, metadata, volumes: good, claims };
  return [
    ...errors,
    ...validateResourceClaims(scope, path.child('resourceClaims')),
    ...validateContainers(scope, path.child('containers')),
    ...validateInitContainers(scope, path.child('initContainers')),
    ...validateEphemeralContainers(scope, path.child('ephemeralContainers')),
    ...validatePodResources(scope, path.child('resources')),
    ...(features.behaviours.hostNetworkErrorsNameHostPort ? validateHostNetworkPorts(scope, path) : []),
    ...validateChoice(spec.restartPolicy, RESTART_POLICIES, path.child('restartPolicy')),
    ...validateChoice(spec.dnsPolicy, DNS_POLICIES, path.child('dnsPolicy')),
    ...validateLabels(spec.nodeSelector, path.child('nodeSelector'), features.behaviours),
    ...validateContexts(scope, path),
    ...validateAffinity(scope, path.child('affinity')),
    ...validateDNSConfig(scope, path.child('dnsConfig')),
    ...validateReadinessGates(scope, path.child('readinessGates')),
    ...validateSchedulingGates(scope, path.child('schedulingGates')),
    ...validateTopologySpread(scope, path.child('topologySpreadConstraints')),
    ...validateWindowsHostProcess(scope, path),
    ...validateHostUsers(scope, path),
    ...validateHostnameOverride(spec, path, features),
    ...validateRest(scope, path),
    ...validateOS(scope, path),
    ...validateSchedulingGroup(scope, path),
    ...validateFileKeyVolumes(scope, path),
  ];
}

function validateContexts(scope: SpecScope, path: Path): FieldError[] {
  const { hostNetworkErrorsNameHostPort, internalPodsAreAsOnTheWire } = scope.features.behaviours;
  return [
    // The internal security context held hostNetwork and the rest.
    ...(hostNetworkErrorsNameHostPort ? [] : validateHostNetworkPorts(scope, path)),
    ...validatePodSecurityContext(scope, path.child('securityContext')),
    ...(internalPodsAreAsOnTheWire ? validateShareProcessNamespace(scope.spec, path) : []),
  ];
}

function validateReadinessGates({ spec, features }: SpecScope, path: Path): FieldError[] {
  return (spec.readinessGates ?? []).flatMap(({ conditionType = '' }, i) => {
    const at = path.index(i).child('conditionType');
    return isQualifiedName(conditionType, features.behaviours).map((text) => invalid(at, conditionType, text));
  });
}

/** What stands on its own. */
function validateRest(scope: SpecScope, path: Path): FieldError[] {
  const { spec, features } = scope;
  const isLabel = (name: string): string[] => isDNS1123Label(name, features.behaviours);
  const check = (field: NameField, rule: (name: string) => string[]): FieldError[] => {
    const name = spec[field] ?? '';
    return name === '' ? [] : rule(name).map((text) => invalid(path.child(field), name, text));
  };
  const runtimeClass = spec.runtimeClassName;
  return [
    ...check('serviceAccountName', isDNS1123Subdomain),
    ...check('nodeName', isDNS1123Subdomain),
    ...validateDeadline(spec.activeDeadlineSeconds, path.child('activeDeadlineSeconds')),
    ...check('hostname', isLabel),
    ...check('subdomain', isLabel),
    ...validateTolerations(spec.tolerations, path.child('tolerations'), scope),
    ...validateHostAliases(spec.hostAliases, path.child('hostAliases'), features),
    ...check('priorityClassName', isDNS1123Subdomain),
    // An empty one is none of the rest's, but a name of its own.
    ...(runtimeClass === undefined
      ? []
      : isDNS1123Subdomain(runtimeClass).map((text) => invalid(path.child('runtimeClassName'), runtimeClass, text))),
    ...(spec.preemptionPolicy === undefined
      ? []
      : validateChoice(spec.preemptionPolicy, PREEMPTION_POLICIES, path.child('preemptionPolicy'))),
    ...(spec.overhead === undefined ? [] : validateResources({ limits: spec.overhead }, path.child('overhead'), scope)),
  ];
}

type NameField = 'serviceAccountName' | 'nodeName' | 'hostname' | 'subdomain' | 'priorityClassName';

function validateDeadline(seconds: number | undefined, path: Path): FieldError[] {
  if (seconds === undefined || (seconds >= 1 && seconds <= MAX_INT32)) return [];
  return [invalid(path, seconds, inclusiveRangeError(1, MAX_INT32))];
}

/** A template's pods have no containers to look into others before they run. */
export function refuseEphemeralContainers(
  { ephemeralContainers = [] }: PodSpec,
  path: Path,
  detail: string,
): FieldError[] {
  return ephemeralContainers.length === 0 ? [] : [forbidden(path.child('ephemeralContainers'), detail)];
}
