/** What a pod with users of its own may share with the host. Source: pkg/apis/core/validation/validation.go. */
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { allows, containersOf, containersWithPath, type SpecScope } from './scope.js';

const PLAIN_VOLUMES = ['emptyDir', 'secret', 'downwardAPI', 'configMap', 'projected'] as const;

export function validateHostUsers(scope: SpecScope, path: Path): FieldError[] {
  const { spec, old, features } = scope;
  if (spec.hostUsers !== false) return [];
  const { hostUsersNamedShort, hostUsersLimitVolumes } = features.behaviours;
  const when = hostUsersNamedShort ? 'when `hostUsers` is false' : 'when `pod.Spec.HostUsers` is false';
  const networkAllowed = allows(
    scope,
    'UserNamespacesHostNetworkSupport',
    (before) => before.hostNetwork === true && before.hostUsers === false,
  );
  const hadDevices = old?.hostUsers === false && usesDevices(old);
  return [
    ...(hostUsersLimitVolumes ? refuseVolumes(spec, path, when) : []),
    ...(spec.hostNetwork === true && !networkAllowed ? [forbidden(path.child('hostNetwork'), when)] : []),
    // Upstream spells these two with a capital.
    ...(spec.hostPID === true ? [forbidden(path.child('HostPID'), when)] : []),
    ...(spec.hostIPC === true ? [forbidden(path.child('HostIPC'), when)] : []),
    ...(hostUsersNamedShort && !hadDevices ? refuseDevices(spec, path, when) : []),
  ];
}

function refuseVolumes(spec: PodSpec, path: Path, when: string): FieldError[] {
  return (spec.volumes ?? []).flatMap((volume, i) =>
    PLAIN_VOLUMES.some((type) => volume[type] !== undefined)
      ? []
      : [forbidden(path.child('volumes').index(i), `volume type not supported ${when}`)],
  );
}

function refuseDevices(spec: PodSpec, path: Path, when: string): FieldError[] {
  return containersWithPath(spec, path).flatMap(([{ volumeDevices = [] }, at]) =>
    volumeDevices.length === 0 ? [] : [forbidden(at.child('volumeDevices'), when)],
  );
}

function usesDevices(spec: PodSpec): boolean {
  return containersOf(spec).some(({ volumeDevices = [] }) => volumeDevices.length > 0);
}
