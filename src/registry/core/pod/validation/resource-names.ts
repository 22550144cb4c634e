/** Names of resources. Source: pkg/apis/core/validation/validation.go, pkg/apis/core/helper/helpers.go. */
import {
  isExtendedResource,
  isHugePages,
  isNativeResource,
  isPodLevelResource,
} from '../../../../apis/core/pod-resources.js';
import { type FieldError, invalid, notSupported } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isQualifiedName } from '../../../../apis/validation/labels.js';
import { type Features } from '../../../../features/features.js';

const CONTAINER_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const STANDARD_RESOURCES = new Set([
  ...CONTAINER_RESOURCES,
  ...CONTAINER_RESOURCES.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'storage',
  'requests.storage',
  'services.nodeports',
  'services.loadbalancers',
]);

/** A name that is qualified, or that Kubernetes has given itself. */
export function validateResourceName(name: string, path: Path, { behaviours }: Features): FieldError[] {
  const errors = isQualifiedName(name, behaviours).map((text) => invalid(path, name, text));
  if (errors.length > 0 || name.includes('/')) return errors;
  const huge = isHugePages(name) || name.startsWith('requests.hugepages-');
  return STANDARD_RESOURCES.has(name) || huge
    ? []
    : [invalid(path, name, 'must be a standard resource type or fully qualified')];
}

/** … of a container. */
export function validateContainerResourceName(name: string, path: Path, features: Features): FieldError[] {
  const errors = validateResourceName(name, path, features);
  if (!name.includes('/')) {
    if (CONTAINER_RESOURCES.includes(name) || isHugePages(name)) return errors;
    return [...errors, invalid(path, name, 'must be a standard resource for containers')];
  }
  if (isNativeResource(name) || isExtendedResource(name, features.behaviours)) return errors;
  return [...errors, invalid(path, name, "doesn't follow extended resource name standard")];
}

/** … of a pod as a whole. */
export function validatePodResourceName(name: string, path: Path, features: Features): FieldError[] {
  const errors = validateResourceName(name, path, features);
  const huge = features.behaviours.podLevelHugePages;
  if (errors.length > 0 || (isPodLevelResource(name) && (huge || !isHugePages(name)))) return errors;
  return [notSupported(path, name, huge ? ['cpu', 'hugepages-', 'memory'] : ['cpu', 'memory'])];
}
