/** What the operating system that a pod names allows. Source: pkg/apis/core/validation/validation.go. */
import { type Container } from '../../../../apis/core/pod-container.js';
import { type PodSecurityContext, type SecurityContext } from '../../../../apis/core/pod-security.js';
import { type FieldError, forbidden, notSupported, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { allows, containersWithPath, type SpecScope } from './scope.js';

const SYSTEMS = ['linux', 'windows'];

export function validateOS(scope: SpecScope, path: Path): FieldError[] {
  const { spec, features } = scope;
  if (spec.os === undefined) return [];
  const at = path.child('os');
  const { name = '' } = spec.os;
  if (!allows(scope, 'IdentifyPodOS', (old) => old.os !== undefined)) {
    return [forbidden(at, 'cannot be set when IdentifyPodOS feature is not enabled')];
  }
  if (name === '') return [required(at.child('name'), features.behaviours.missingOSExplained ? 'cannot be empty' : '')];
  if (!SYSTEMS.includes(name)) return [notSupported(at, name, SYSTEMS)];
  return name === 'linux' ? validateLinux(scope, path) : validateWindows(scope, path);
}

function validateLinux({ spec }: SpecScope, path: Path): FieldError[] {
  const contexts: (readonly [PodSecurityContext | undefined, Path])[] = [
    [spec.securityContext, path],
    ...containersWithPath(spec, path).map(
      ([each, at]: readonly [Container, Path]) => [each.securityContext, at] as const,
    ),
  ];
  return contexts
    .filter(([context]) => context?.windowsOptions !== undefined)
    .map(([, at]) =>
      forbidden(at.child('securityContext', 'windowsOptions'), 'windows options cannot be set for a linux pod'),
    );
}

const POD_FIELDS: readonly (keyof PodSecurityContext)[] = [
  ...(['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls'] as const),
  ...(['runAsUser', 'runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy'] as const),
];
const CONTAINER_FIELDS: readonly (keyof SecurityContext)[] = [
  ...(['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem'] as const),
  ...(['privileged', 'allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup'] as const),
];
const HOST_FIELDS = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const;

/** The host's fields in between, where the internal security context holds them. */
const POD_FIELDS_WITH_HOST = [
  ...(['appArmorProfile', 'seLinuxOptions', 'hostUsers', 'hostPID', 'hostIPC', 'seccompProfile', 'fsGroup'] as const),
  ...(['fsGroupChangePolicy', 'sysctls', 'shareProcessNamespace', 'runAsUser', 'runAsGroup'] as const),
  ...(['supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy'] as const),
];

function validateWindows({ spec, features }: SpecScope, path: Path): FieldError[] {
  const order = features.behaviours.internalPodsAreAsOnTheWire ? [...POD_FIELDS, ...HOST_FIELDS] : POD_FIELDS_WITH_HOST;
  const fields = order.filter((field) =>
    isHostField(field) ? isSet(field, spec[field]) : isSet(field, spec.securityContext?.[field]),
  );
  const refuse = (at: Path): FieldError => forbidden(at, 'cannot be set for a windows pod');
  return [
    ...fields.map((field) => refuse(isHostField(field) ? path.child(field) : path.child('securityContext', field))),
    ...containersWithPath(spec, path).flatMap(([{ securityContext }, at]) =>
      CONTAINER_FIELDS.filter((field) => securityContext?.[field] !== undefined).map((field) =>
        refuse(at.child('securityContext', field)),
      ),
    ),
  ];
}

type HostField = (typeof HOST_FIELDS)[number];

function isHostField(field: keyof PodSecurityContext | HostField): field is HostField {
  return (HOST_FIELDS as readonly string[]).includes(field);
}

function isSet(field: string, value: unknown): boolean {
  if (field === 'sysctls') return Array.isArray(value) && value.length > 0;
  // Two are plain in Go, the others pointers.
  return field === 'hostPID' || field === 'hostIPC' ? value === true : value !== undefined;
}
