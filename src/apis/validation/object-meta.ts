/** The rules for metadata. Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go. */
import { type FieldError, forbidden, invalid, required } from '../field/errors.js';
import { Path } from '../field/path.js';
import { type ObjectMeta } from '../meta/v1.js';
import { goStrings, goTime, invalidStructure } from './structure.js';
import { isQualifiedName, validateAnnotations, validateLabels } from './labels.js';
import { validateManagedFields } from './managed-fields.js';
import { nameIsDNSLabel, type ValidateName } from './names.js';
import { validateOwnerReferences } from './owner-references.js';
import { type ValidationWording } from './wording.js';

const METADATA = Path.of('metadata');

/**
 * Field errors of the metadata of a new object, whose name is generated already. `ownFinalizers`: names of finalizers need
 * no domain, as in kinds that Kubernetes' own rules do not reach.
 */
export function validateObjectMeta(
  meta: ObjectMeta,
  namespaced: boolean,
  validateName: ValidateName,
  wording: ValidationWording,
  path: Path = METADATA,
  ownFinalizers = false,
): FieldError[] {
  const { name = '', generateName = '' } = meta;
  return [
    ...(generateName === ''
      ? []
      : validateName(generateName, true).map((text) => invalid(path.child('generateName'), generateName, text))),
    ...(name === ''
      ? [required(path.child('name'), 'name or generateName is required')]
      : validateName(name, false).map((text) => invalid(path.child('name'), name, text))),
    ...validateNamespace(meta.namespace ?? '', namespaced, wording, path.child('namespace')),
    ...validateGeneration(meta, path),
    ...validateLabels(meta.labels, path.child('labels'), wording),
    ...validateAnnotations(meta.annotations, path.child('annotations'), wording),
    ...validateOwnerReferences(meta.ownerReferences, path.child('ownerReferences'), wording),
    ...validateFinalizers(meta.finalizers ?? [], path.child('finalizers'), wording),
    ...(ownFinalizers ? [] : validateKubeFinalizers(meta.finalizers ?? [], path.child('finalizers'))),
    ...validateManagedFields(meta.managedFields, path.child('managedFields'), wording),
  ];
}

/** Field errors of a change of metadata. The store has put back uid and creationTimestamp where they were left out. */
export function validateObjectMetaUpdate(
  meta: ObjectMeta,
  old: ObjectMeta,
  wording: ValidationWording,
  path: Path = METADATA,
  ownFinalizers = false,
): FieldError[] {
  const { resourceVersion = '', generation = 0 } = meta;
  return [
    ...(old.deletionTimestamp === undefined ? [] : validateNoNewFinalizers(meta, old, path.child('finalizers'))),
    ...(resourceVersion === '' ? [invalid(path.child('resourceVersion'), '', 'must be specified for an update')] : []),
    ...(wording.declarativeMetadataValidation ? validateGeneration(meta, path) : []),
    ...(generation < (old.generation ?? 0)
      ? [invalid(path.child('generation'), generation, 'must not be decremented')]
      : []),
    ...validateImmutableFields(meta, old, wording, path),
    ...validateLabels(meta.labels, path.child('labels'), wording),
    ...validateAnnotations(meta.annotations, path.child('annotations'), wording),
    ...validateOwnerReferences(meta.ownerReferences, path.child('ownerReferences'), wording),
    ...(ownFinalizers ? [] : validateKubeFinalizers(meta.finalizers ?? [], path.child('finalizers'))),
    ...validateManagedFields(meta.managedFields, path.child('managedFields'), wording),
  ];
}

const IMMUTABLE_TEXTS = ['name', 'namespace', 'uid'] as const;
const IMMUTABLE_TIMES = ['creationTimestamp', 'deletionTimestamp'] as const;

function validateImmutableFields(
  meta: ObjectMeta,
  old: ObjectMeta,
  wording: ValidationWording,
  path: Path,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of IMMUTABLE_TEXTS) {
    const value = meta[field] ?? '';
    if (value !== (old[field] ?? '')) errors.push(immutable(path.child(field), value));
  }
  for (const field of IMMUTABLE_TIMES) {
    const value = meta[field];
    if (value === old[field]) continue;
    const at = path.child(field);
    errors.push(
      value === undefined ? immutable(at, null) : invalidStructure(at, value, goTime(value), IMMUTABLE, wording),
    );
  }
  if (meta.deletionGracePeriodSeconds !== old.deletionGracePeriodSeconds) {
    errors.push(immutable(path.child('deletionGracePeriodSeconds'), meta.deletionGracePeriodSeconds));
  }
  return errors;
}

const IMMUTABLE = 'field is immutable';

/** `Invalid value: …: field is immutable`. */
export function immutable(path: Path, value: unknown): FieldError {
  return invalid(path, value, IMMUTABLE);
}

export function validateFinalizerName(name: string, path: Path, wording: ValidationWording): FieldError[] {
  return isQualifiedName(name, wording).map((text) => invalid(path, name, text));
}

function validateFinalizers(finalizers: readonly string[], path: Path, wording: ValidationWording): FieldError[] {
  const errors = finalizers.flatMap((name) => validateFinalizerName(name, path, wording));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.push(invalidStructure(path, finalizers, goStrings(finalizers), detail, wording));
  }
  return errors;
}

const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

// The rule of Kubernetes' own kinds. Source: pkg/apis/core/validation/validation.go (validateKubeFinalizerName).
function validateKubeFinalizers(finalizers: readonly string[], path: Path): FieldError[] {
  return finalizers.flatMap((name, i) =>
    name.includes('/') || STANDARD_FINALIZERS.includes(name)
      ? []
      : [invalid(path.index(i), name, 'name is neither a standard finalizer name nor is it fully qualified')],
  );
}

function validateNoNewFinalizers(meta: ObjectMeta, old: ObjectMeta, path: Path): FieldError[] {
  const before = new Set(old.finalizers);
  const extra = [...new Set(meta.finalizers)].filter((name) => !before.has(name)).sort();
  if (extra.length === 0) return [];
  const text = 'no new finalizers can be added if the object is being deleted, found new finalizers';
  return [forbidden(path, `${text} ${goStrings(extra)}`)];
}

function validateNamespace(
  namespace: string,
  namespaced: boolean,
  wording: ValidationWording,
  path: Path,
): FieldError[] {
  if (!namespaced) return namespace === '' ? [] : [forbidden(path, 'not allowed on this type')];
  if (namespace === '') return [required(path)];
  return nameIsDNSLabel(namespace, false, wording).map((text) => invalid(path, namespace, text));
}

function validateGeneration({ generation = 0 }: ObjectMeta, path: Path): FieldError[] {
  return generation < 0 ? [invalid(path.child('generation'), generation, 'must be greater than or equal to 0')] : [];
}
