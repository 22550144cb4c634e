/** References to fields of the pod, to its resources, and to keys. Source: pkg/apis/core/validation/validation.go, pkg/apis/core/pods/helpers.go. */
import {
  type KeySelector,
  type ObjectFieldSelector,
  type ResourceFieldSelector,
} from '../../../../apis/core/pod-container.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { quantityNanos } from '../../../../apis/quantity.js';
import { isQualifiedName } from '../../../../apis/validation/labels.js';
import { isConfigMapKey, nameIsDNSSubdomain } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { allows, containersOf, type PodValidationOptions } from './scope.js';

const FIELDS = [
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
];

const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

const HOST_IPS = 'status.hostIPs';

/** The fields that a downward API can show. */
export interface SelectableFields {
  readonly fields: readonly string[];
  /** True where status.hostIPs is refused for want of its gate. */
  readonly gatesHostIPs: boolean;
}

export const NO_GATED_FIELDS = { gatesHostIPs: false } as const;

/** … in environment variables. */
export function envFields(options: PodValidationOptions): SelectableFields {
  const { podHostIPs } = options.features.behaviours;
  return {
    fields: podHostIPs ? ENV_FIELDS : ENV_FIELDS.filter((field) => field !== HOST_IPS),
    gatesHostIPs: podHostIPs && !allows(options, 'PodHostIPs', usesHostIPs),
  };
}

function usesHostIPs(spec: PodSpec): boolean {
  return containersOf(spec).some(({ env = [] }) =>
    env.some(({ valueFrom }) => valueFrom?.fieldRef?.fieldPath === HOST_IPS),
  );
}

/** A field of the pod, one of `fields`, or a label or annotation by its key. */
export function validateFieldSelector(
  { apiVersion = '', fieldPath = '' }: ObjectFieldSelector,
  { fields, gatesHostIPs }: SelectableFields,
  path: Path,
  features: Features,
): FieldError[] {
  const gated = gatesHostIPs && fieldPath === HOST_IPS;
  const refusal = "may not be set when feature gate 'PodHostIPs' is not enabled";
  return [
    ...validateField(apiVersion, fieldPath, fields, path, features),
    ...(gated ? [forbidden(path, refusal)] : []),
  ];
}

function validateField(
  apiVersion: string,
  fieldPath: string,
  fields: readonly string[],
  path: Path,
  { behaviours }: Features,
): FieldError[] {
  const at = path.child('fieldPath');
  if (apiVersion === '') return [required(path.child('apiVersion'))];
  if (fieldPath === '') return [required(at)];
  if (apiVersion !== 'v1') {
    return [invalid(at, fieldPath, `error converting fieldPath: unsupported pod version: ${apiVersion}`)];
  }
  const [, named = fieldPath, key] = /^(.+?)\['(.*)'\]$/.exec(fieldPath) ?? [];
  const field = named === 'spec.host' && key === undefined ? 'spec.nodeName' : named;
  if (key !== undefined) {
    if (field !== 'metadata.annotations' && field !== 'metadata.labels') {
      const detail = `error converting fieldPath: field label does not support subscript: ${fieldPath}`;
      return [invalid(at, fieldPath, detail)];
    }
    const name = field === 'metadata.annotations' ? key.toLowerCase() : key;
    const shown = behaviours.downwardKeysShownInLowerCase ? name : key;
    return isQualifiedName(name, behaviours).map((text) => invalid(path, shown, text));
  }
  if (!FIELDS.includes(field) || (field === HOST_IPS && !behaviours.podHostIPs)) {
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
const HUGE_PAGES = /^(requests|limits)\.hugepages-/;
const SIZES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** What the resources are called in errors about their divisors. */
const NAMES: Readonly<Record<string, string>> = {
  memory: 'memory',
  'ephemeral-storage': 'local ephemeral storage',
};

export function validateResourceSelector(
  { containerName = '', resource = '', divisor = '0' }: ResourceFieldSelector,
  path: Path,
  inVolume: boolean,
  options: PodValidationOptions,
): FieldError[] {
  const errors: FieldError[] = [];
  const hugePages = HUGE_PAGES.test(resource) && allows(options, 'DownwardAPIHugePages', () => false);
  if (inVolume && containerName === '') errors.push(required(path.child('containerName')));
  else if (resource === '') errors.push(required(path.child('resource')));
  else if (!RESOURCES.includes(resource) && !hugePages) {
    errors.push(notSupported(path.child('resource'), resource, RESOURCES));
  }
  return [...errors, ...validateDivisor(resource, divisor, path.child('divisor'))];
}

function validateDivisor(resource: string, divisor: string, path: Path): FieldError[] {
  if (quantityNanos(divisor) === 0n) return [];
  if (resource === 'limits.cpu' || resource === 'requests.cpu') {
    const detail = "only divisor's values 1m and 1 are supported with the cpu resource";
    return ['1m', '1'].includes(divisor) ? [] : [invalid(path, resource, detail)];
  }
  const name = HUGE_PAGES.test(resource)
    ? 'hugepages'
    : RESOURCES.includes(resource)
      ? NAMES[resource.slice(resource.indexOf('.') + 1)]
      : undefined;
  if (name === undefined || SIZES.includes(divisor)) return [];
  const detail = `only divisor's values ${SIZES.join(', ')} are supported with the ${name} resource`;
  return [invalid(path, resource, detail)];
}

export function validateKeySelector({ name = '', key = '' }: KeySelector, path: Path): FieldError[] {
  return [
    ...nameIsDNSSubdomain(name, false).map((text) => invalid(path.child('name'), name, text)),
    ...(key === ''
      ? [required(path.child('key'))]
      : isConfigMapKey(key).map((text) => invalid(path.child('key'), key, text))),
  ];
}
