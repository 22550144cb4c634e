/** Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimSpec). */
import { isDeepStrictEqual } from 'node:util';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { validateLabelSelector } from '../../apis/validation/label-selector.js';
import { isDNS1123Subdomain } from '../../apis/validation/names.js';
import { type Features } from '../../features/features.js';
import { type ClaimSpec, type DataSource } from './persistentvolumeclaim-defaults.js';
import { quantityNanos } from '../../apis/quantity.js';

const VOLUME_MODES = ['Block', 'Filesystem'];

/** The access modes that a version knows, sorted. */
export function accessModesOf(features: Features): readonly string[] {
  const modes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce'];
  return features.enabled('ReadWriteOncePod') ? [...modes, 'ReadWriteOncePod'] : modes;
}

export function validateClaimSpec(spec: ClaimSpec, path: Path, features: Features): FieldError[] {
  const { behaviours } = features;
  const { accessModes = [], volumeMode, storageClassName = '', volumeAttributesClassName = '' } = spec;
  return [
    ...(accessModes.length === 0 ? [required(path.child('accessModes'), 'at least 1 access mode is required')] : []),
    ...validateLabelSelector(spec.selector, behaviours.selectorValuesChecked, path.child('selector'), behaviours),
    ...validateAccessModes(accessModes, path.child('accessModes'), features),
    ...validateStorage(spec.resources?.requests?.['storage'], path.child('resources').key('storage')),
    ...validateClass(storageClassName, path.child('storageClassName')),
    ...(volumeMode === undefined || VOLUME_MODES.includes(volumeMode)
      ? []
      : [notSupported(path.child('volumeMode'), volumeMode, VOLUME_MODES)]),
    ...validateSources(spec, path),
    ...validateClass(volumeAttributesClassName, path.child('volumeAttributesClassName')),
  ];
}

/** Also of persistent volumes. */
export function validateAccessModes(modes: readonly string[], path: Path, features: Features): FieldError[] {
  const known = accessModesOf(features);
  const single = modes.includes('ReadWriteOncePod');
  const others = modes.some((mode) => mode !== 'ReadWriteOncePod' && known.includes(mode));
  return [
    ...modes.filter((mode) => !known.includes(mode)).map((mode) => notSupported(path, mode, known)),
    ...(single && others ? [forbidden(path, 'may not use ReadWriteOncePod with other access modes')] : []),
  ];
}

export function validateClass(name: string, path: Path): FieldError[] {
  return name === '' ? [] : isDNS1123Subdomain(name).map((text) => invalid(path, name, text));
}

function validateStorage(quantity: string | undefined, path: Path): FieldError[] {
  if (quantity === undefined) return [required(path)];
  return quantityNanos(quantity) <= 0n ? [invalid(path, quantity, 'must be greater than zero')] : [];
}

function validateSources({ dataSource, dataSourceRef }: ClaimSpec, path: Path): FieldError[] {
  const both = dataSource !== undefined && dataSourceRef !== undefined;
  const elsewhere = Boolean(dataSourceRef?.namespace);
  const same = isDeepStrictEqual({ ...dataSource, namespace: '' }, { ...dataSourceRef, namespace: '' });
  const detail = elsewhere
    ? 'may not be specified when dataSourceRef.namespace is specified'
    : 'must match dataSourceRef';
  return [
    ...(dataSource === undefined ? [] : validateSource(dataSource, path.child('dataSource'))),
    ...(dataSourceRef === undefined ? [] : validateSource(dataSourceRef, path.child('dataSourceRef'))),
    // Upstream shows the path, which is a struct without public fields.
    ...(both && (elsewhere || !same) ? [invalid(path, {}, detail)] : []),
  ];
}

function validateSource({ apiGroup, kind = '', name = '' }: DataSource, path: Path): FieldError[] {
  const group = apiGroup ?? '';
  const detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
  return [
    ...(name === '' ? [required(path.child('name'))] : []),
    ...(kind === '' ? [required(path.child('kind'))] : []),
    ...(group === '' && kind !== 'PersistentVolumeClaim' ? [invalid(path, kind, detail)] : []),
    ...validateClass(group, path.child('apiGroup')),
  ];
}
