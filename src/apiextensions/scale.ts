/** The scale of custom objects: where it is in them, and what it may be. Source: k8s.io/apiextensions-apiserver/pkg/registry/customresource/{etcd,validator}.go. */
import { type FieldError, invalid } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { NestedFieldError, nestedInteger, nestedText } from './nested-field.js';
import { type CustomResourceSubresourceScale } from './types.js';

export interface ScaleValues {
  /** Undefined where the object does not say. */
  readonly replicas: number | undefined;
  readonly statusReplicas: number;
  readonly selector: string;
}

/** @throws NestedFieldError for values of a wrong type. */
export function scaleValues(object: object, paths: CustomResourceSubresourceScale): ScaleValues {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath = '' } = paths;
  return {
    replicas: nestedInteger(object, specReplicasPath),
    statusReplicas: nestedInteger(object, statusReplicasPath) ?? 0,
    selector: labelSelectorPath === '' ? '' : (nestedText(object, labelSelectorPath) ?? ''),
  };
}

/** Field errors of the replicas that are wanted. */
export function validateScaleSpec(object: object, { specReplicasPath }: CustomResourceSubresourceScale): FieldError[] {
  return replicaErrors(object, specReplicasPath);
}

/** Field errors of the replicas that there are, and of their selector. */
export function validateScaleStatus(object: object, paths: CustomResourceSubresourceScale): FieldError[] {
  const { statusReplicasPath, labelSelectorPath } = paths;
  const errors = replicaErrors(object, statusReplicasPath);
  if (labelSelectorPath === undefined) return errors;
  return [...errors, ...fieldErrors(labelSelectorPath, '', () => void nestedText(object, labelSelectorPath))];
}

const MOST = 2 ** 31 - 1;

function replicaErrors(object: object, path: string): FieldError[] {
  let replicas = 0;
  const errors = fieldErrors(path, 0, () => void (replicas = nestedInteger(object, path) ?? 0));
  if (replicas < 0) errors.push(invalid(Path.of(path), replicas, 'should be a non-negative integer'));
  if (replicas > MOST) errors.push(invalid(Path.of(path), replicas, `should be less than or equal to ${String(MOST)}`));
  return errors;
}

function fieldErrors(path: string, zero: unknown, look: () => void): FieldError[] {
  try {
    look();
    return [];
  } catch (error) {
    if (!(error instanceof NestedFieldError)) throw error;
    return [invalid(Path.of(path), zero, error.message)];
  }
}
