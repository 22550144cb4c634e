/** Volume mounts and devices of a container. Source: pkg/apis/core/validation/validation.go. */
import { type Container, type VolumeMount } from '../../../../apis/core/pod-container.js';
import { type Volume } from '../../../../apis/core/pod-volume.js';
import {
  type FieldError,
  duplicate,
  forbidden,
  invalid,
  notFound,
  notSupported,
  required,
} from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { goStrings, invalidStructure } from '../../../../apis/validation/structure.js';
import { validateLocalDescendingPath, validatePathNoBacksteps } from './paths.js';
import { type PodValidationOptions } from './scope.js';

type Volumes = ReadonlyMap<string, Volume>;

export function validateVolumeMounts(
  container: Container,
  volumes: Volumes,
  path: Path,
  options: PodValidationOptions,
): FieldError[] {
  const devices = container.volumeDevices ?? [];
  const seen = new Set<string>();
  return (container.volumeMounts ?? []).flatMap((mount, i) => {
    const at = path.index(i);
    const { name = '', mountPath = '' } = mount;
    const errors: FieldError[] = [];
    if (name === '') errors.push(required(at.child('name')));
    if (!volumes.has(name)) errors.push(notFound(at.child('name'), name));
    if (mountPath === '') errors.push(required(at.child('mountPath')));
    if (seen.has(mountPath)) errors.push(invalid(at.child('mountPath'), mountPath, 'must be unique'));
    seen.add(mountPath);
    if (devices.some((device) => (device.name ?? '') === name)) {
      errors.push(invalid(at.child('name'), name, 'must not already exist in volumeDevices'));
    }
    if (devices.some((device) => (device.devicePath ?? '') === mountPath)) {
      errors.push(invalid(at.child('mountPath'), mountPath, 'must not already exist as a path in volumeDevices'));
    }
    const ofImage = volumes.get(name)?.image !== undefined;
    return [
      ...errors,
      ...(ofImage ? refuseImageSubPaths(mount, at, options) : []),
      ...validateSubPaths(mount, path, at),
      ...validateModes(mount, container, path),
      ...validateBindOptions(mount, ofImage, at.child('bindMountOptions'), options),
    ];
  });
}

function refuseImageSubPaths(mount: VolumeMount, path: Path, { features }: PodValidationOptions): FieldError[] {
  if (!features.behaviours.imageVolumesRefuseSubPaths) return [];
  return (['subPath', 'subPathExpr'] as const).flatMap((field) =>
    mount[field] ? [invalid(path.child(field), mount[field], 'not allowed in image volume sources')] : [],
  );
}

const BIND_OPTIONS = ['nodev', 'noexec', 'nosuid'];

function validateBindOptions(
  { bindMountOptions: given = [] }: VolumeMount,
  ofImage: boolean,
  path: Path,
  { features }: PodValidationOptions,
): FieldError[] {
  const errors = given.flatMap((option, i) => [
    ...(BIND_OPTIONS.includes(option) ? [] : [notSupported(path.index(i), option, BIND_OPTIONS)]),
    ...(given.indexOf(option) < i ? [duplicate(path.index(i), option)] : []),
  ]);
  if (given.length === 0 || !ofImage) return errors;
  const detail = 'bindMountOptions may not be used with image volumes';
  return [...errors, invalidStructure(path, given, goStrings(given), detail, features.behaviours)];
}

// `list` is the mounts' path without an index: upstream names it in these errors.
function validateSubPaths({ subPath = '', subPathExpr = '' }: VolumeMount, list: Path, at: Path): FieldError[] {
  const both = subPath !== '' && subPathExpr !== '';
  return [
    ...(subPath === '' ? [] : validateLocalDescendingPath(subPath, list.child('subPath'))),
    ...(both ? [invalid(at.child('subPathExpr'), subPathExpr, 'subPathExpr and subPath are mutually exclusive')] : []),
    ...(subPathExpr === '' ? [] : validateLocalDescendingPath(subPathExpr, list.child('subPathExpr'))),
  ];
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE = ['Disabled', 'Enabled', 'IfPossible'];

function validateModes(mount: VolumeMount, container: Container, list: Path): FieldError[] {
  const { mountPropagation, recursiveReadOnly, readOnly } = mount;
  const errors: FieldError[] = [];
  const propagation = list.child('mountPropagation');
  if (mountPropagation !== undefined && !PROPAGATIONS.includes(mountPropagation)) {
    errors.push(notSupported(propagation, mountPropagation, PROPAGATIONS));
  }
  if (mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    errors.push(forbidden(propagation, 'Bidirectional mount propagation is available only to privileged containers'));
  }
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return errors;
  const recursive = list.child('recursiveReadOnly');
  if (!RECURSIVE.includes(recursiveReadOnly)) return [...errors, notSupported(recursive, recursiveReadOnly, RECURSIVE)];
  if (readOnly !== true) errors.push(forbidden(recursive, 'may only be specified when readOnly is true'));
  if (mountPropagation !== undefined && mountPropagation !== 'None') {
    errors.push(forbidden(recursive, 'may only be specified when mountPropagation is None or not specified'));
  }
  return errors;
}

export function validateVolumeDevices(
  container: Container,
  volumes: Volumes,
  path: Path,
  { features }: PodValidationOptions,
): FieldError[] {
  const orEphemeral = features.behaviours.ephemeralVolumesNamedForDevices ? ' or Ephemeral' : '';
  const mounts = container.volumeMounts ?? [];
  const names = new Set<string>();
  const targets = new Set<string>();
  return (container.volumeDevices ?? []).flatMap(({ name = '', devicePath = '' }, i) => {
    const nameAt = path.index(i).child('name');
    const pathAt = path.index(i).child('devicePath');
    const volume = volumes.get(name);
    const isClaim = volume?.persistentVolumeClaim !== undefined || volume?.ephemeral !== undefined;
    const backsteps = devicePath !== '' && validatePathNoBacksteps(devicePath, pathAt).length > 0;
    const rules: readonly (readonly [boolean, () => FieldError])[] = [
      [name === '', () => required(nameAt)],
      [names.has(name), () => invalid(nameAt, name, 'must be unique')],
      [
        volume !== undefined && !isClaim,
        () =>
          invalid(
            nameAt,
            name,
            `can only use volume source type of PersistentVolumeClaim${orEphemeral} for block mode`,
          ),
      ],
      [volume === undefined, () => notFound(nameAt, name)],
      [devicePath === '', () => required(pathAt)],
      [targets.has(devicePath), () => invalid(pathAt, devicePath, 'must be unique')],
      [backsteps, () => invalid(pathAt, devicePath, "can not contain backsteps ('..')")],
      [
        mounts.some((mount) => (mount.name ?? '') === name),
        () => invalid(nameAt, name, 'must not already exist in volumeMounts'),
      ],
      [
        mounts.some((mount) => (mount.mountPath ?? '') === devicePath),
        () => invalid(pathAt, devicePath, 'must not already exist as a path in volumeMounts'),
      ],
    ];
    const errors = rules.filter(([broken]) => broken).map(([, error]) => error());
    if (!backsteps) targets.add(devicePath);
    if (name !== '') names.add(name);
    return errors;
  });
}
