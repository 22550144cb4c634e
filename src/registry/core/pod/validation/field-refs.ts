/** References to fields of the pod, to its resources, and to keys. Source: pkg/apis/core/validation/validation.go, pkg/apis/core/pods/helpers.go. */
import {
  type KeySelector,
  type ObjectFieldSelector,
  type ResourceFieldSelector,
} from '../../../../apis/core/pod-container.js';
import { type FieldError, invalid, notSupported, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isQualifiedName } from '../../../../apis/validation/labels.js';
import { isConfigMapKey, nameIsDNSSubdomain } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { quantityNanos } from '../quantity.js';

const FIELDS = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

/** A field of the pod, one of `fields`, or a label or annotation by its key. */
export function validateFieldSelector(
  { apiVersion = '', fieldPath = '' }: ObjectFieldSelector,
  fields: readonly string[],
  path: Path,
  features: Features,
): FieldError[] {
  const at = path.child('fieldPath');
  if (apiVersion === '') return [required(path.child('apiVersion'))];
  if (fieldPath === '') return [required(at)];
  if (apiVersion !== 'v1') {
    return [invalid(at, fieldPath, `error converting fieldPath: unsupported pod version: ${apiVersion}`)];
  }
  const [, named = fieldPath, key] = /^(.+?)\['(.*)'\]$/.exec(fieldPath) ?? [];
  const field = named === 'spec.host' ? 'spec.nodeName' : named;
  if (key !== undefined) {
    if (field !== 'metadata.annotations' && field !== 'metadata.labels') {
      return [
        invalid(at, fieldPath, `error converting fieldPath: field label does not support subscript: ${fieldPath}`),
      ];
    }
    const name = field === 'metadata.annotations' ? key.toLowerCase() : key;
    return isQualifiedName(name, features.behaviours).map((text) => invalid(path, name, text));
  }
  if (!FIELDS.has(field)) {
    return [invalid(at, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)];
  }
  return fields.includes(field) ? [] : [notSupported(at, field, fields.toSorted())];
}

const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const SIZES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

export function validateResourceSelector(
  { containerName = '', resource = '', divisor = '0' }: ResourceFieldSelector,
  path: Path,
  inVolume: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  if (inVolume && containerName === '') errors.push(required(path.child('containerName')));
  else if (resource === '') errors.push(required(path.child('resource')));
  else if (!RESOURCES.includes(resource) && !/^(requests|limits)\.hugepages-/.test(resource)) {
    errors.push(notSupported(path.child('resource'), resource, RESOURCES));
  }
  if (quantityNanos(divisor) === 0n) return errors;
  const at = path.child('divisor');
  const [, name = ''] = resource.split('.');
  if (name === 'cpu') {
    if (!['1m', '1'].includes(divisor)) {
      errors.push(invalid(at, resource, "only divisor's values 1m and 1 are supported with the cpu resource"));
    }
  } else if (!SIZES.includes(divisor) && resource !== '') {
    const what =
      name === 'ephemeral-storage' ? 'local ephemeral storage' : name.startsWith('hugepages-') ? 'hugepages' : name;
    errors.push(
      invalid(at, resource, `only divisor's values ${SIZES.join(', ')} are supported with the ${what} resource`),
    );
  }
  return errors;
}

export function validateKeySelector({ name = '', key = '' }: KeySelector, path: Path): FieldError[] {
  return [
    ...nameIsDNSSubdomain(name, false).map((text) => invalid(path.child('name'), name, text)),
    ...(key === ''
      ? [required(path.child('key'))]
      : isConfigMapKey(key).map((text) => invalid(path.child('key'), key, text))),
  ];
}
