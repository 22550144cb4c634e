/** Requests and limits. Source: pkg/apis/core/validation/validation.go, pkg/apis/core/helper/helpers.go. */
import { type ResourceRequirements } from '../../../../apis/core/pod-container.js';
import { type FieldError, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isQualifiedName } from '../../../../apis/validation/labels.js';
import { type Features } from '../../../../features/features.js';
import { quantityNanos } from '../quantity.js';

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
const HUGE_PAGES = 'hugepages-';

export function validateResources(
  { limits = {}, requests = {} }: ResourceRequirements,
  path: Path,
  features: Features,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const [name, quantity] of Object.entries(limits)) {
    errors.push(...validateResource(name, quantity, path.child('limits').key(name), features));
  }
  const at = path.child('requests');
  for (const [name, quantity] of Object.entries(requests)) {
    errors.push(...validateResource(name, quantity, at.key(name), features));
    const limit = limits[name];
    const difference = limit === undefined ? 0n : quantityNanos(quantity) - quantityNanos(limit);
    const suffix = features.behaviours.requestErrorsShowLimit ? ` of ${limit ?? ''}` : '';
    if (limit === undefined && !overcommits(name)) {
      errors.push(required(path.child('limits'), 'Limit must be set for non overcommitable resources'));
    } else if (difference !== 0n && !overcommits(name)) {
      errors.push(invalid(at, quantity, `must be equal to ${name} limit${suffix}`));
    } else if (difference > 0n) {
      errors.push(invalid(at, quantity, `must be less than or equal to ${name} limit${suffix}`));
    }
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const huge = names.some((name) => name.startsWith(HUGE_PAGES));
  if (huge && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(forbidden(path, 'HugePages require cpu or memory'));
  }
  return errors;
}

function validateResource(name: string, quantity: string, path: Path, features: Features): FieldError[] {
  return [...validateResourceName(name, path, features), ...validateQuantity(name, quantity, path)];
}

function validateQuantity(name: string, quantity: string, path: Path): FieldError[] {
  if (quantityNanos(quantity) < 0n) return [invalid(path, quantity, 'must be greater than or equal to 0')];
  if (!name.includes('/') || isNative(name)) return [];
  const whole = quantityNanos(quantity) % 1_000_000_000n === 0n;
  return whole ? [] : [invalid(path, quantity, 'must be an integer')];
}

function validateResourceName(name: string, path: Path, features: Features): FieldError[] {
  const errors = isQualifiedName(name, features.behaviours).map((text) => invalid(path, name, text));
  const standard = STANDARD_RESOURCES.has(name) || name.startsWith(HUGE_PAGES);
  if (errors.length === 0 && !name.includes('/') && !standard) {
    errors.push(invalid(path, name, 'must be a standard resource type or fully qualified'));
  }
  if (!name.includes('/')) {
    const forContainers = CONTAINER_RESOURCES.includes(name) || name.startsWith(HUGE_PAGES);
    if (!forContainers) errors.push(invalid(path, name, 'must be a standard resource for containers'));
  } else if (!isNative(name) && !isExtended(name, features)) {
    errors.push(invalid(path, name, "doesn't follow extended resource name standard"));
  }
  return errors;
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function isExtended(name: string, features: Features): boolean {
  return !name.startsWith('requests.') && isQualifiedName(`requests.${name}`, features.behaviours).length === 0;
}

function overcommits(name: string): boolean {
  return isNative(name) && !name.startsWith(HUGE_PAGES);
}
