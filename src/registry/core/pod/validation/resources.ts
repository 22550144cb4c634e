/** Requests, limits and claims. Source: pkg/apis/core/validation/validation.go. */
import { type ResourceRequirements } from '../../../../apis/core/pod-container.js';
import { isHugePages, isNativeResource, overcommits } from '../../../../apis/core/pod-resources.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, duplicate, forbidden, invalid, notFound, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { compareGoStrings } from '../../../../apis/schema/plain-object.js';
import { compareQuantities, isFractional, quantityNanos } from '../../../../apis/quantity.js';
import { goQuantity } from '../../../../apis/validation/go-syntax.js';
import { isDNS1123Label } from '../../../../apis/validation/names.js';
import { invalidStructure } from '../../../../apis/validation/structure.js';
import { type Features } from '../../../../features/features.js';
import { validateContainerResourceName } from './resource-names.js';
import { containersOf, type PodValidationOptions, type SpecScope } from './scope.js';

type NameRule = (name: string, path: Path, features: Features) => FieldError[];

/** `named`: which resources may be asked for. */
export function validateResources(
  requirements: ResourceRequirements,
  path: Path,
  scope: SpecScope,
  named: NameRule = validateContainerResourceName,
): FieldError[] {
  const { limits = {}, requests = {}, claims = [] } = requirements;
  const check = (name: string, quantity: string, at: Path): FieldError[] => [
    ...named(name, at, scope.features),
    ...validateQuantity(name, quantity, at, scope.features),
  ];
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const alone = names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory');
  return [
    ...Object.entries(limits).flatMap(([name, quantity]) => {
      const at = path.child('limits').key(name);
      return [...check(name, quantity, at), ...validateHugePages(name, quantity, at, scope)];
    }),
    ...Object.entries(requests).flatMap(([name, quantity]) => {
      const at = path.child('requests').key(name);
      return [
        ...check(name, quantity, at),
        ...validateAgainstLimit(name, quantity, limits[name], path, scope.features),
        ...validateHugePages(name, quantity, at, scope),
      ];
    }),
    ...(alone ? [forbidden(path, 'HugePages require cpu or memory')] : []),
    ...validateClaims(claims, path.child('claims'), scope),
  ];
}

export function validateQuantity(name: string, quantity: string, path: Path, features: Features): FieldError[] {
  const negative = quantityNanos(quantity) < 0n;
  const broken = !isNativeResource(name) && isFractional(quantity);
  return [
    ...(negative ? [invalid(path, quantity, 'must be greater than or equal to 0')] : []),
    ...(broken
      ? [invalidStructure(path, quantity, goQuantity(quantity), 'must be an integer', features.behaviours)]
      : []),
  ];
}

function validateAgainstLimit(
  name: string,
  quantity: string,
  limit: string | undefined,
  path: Path,
  { behaviours }: Features,
): FieldError[] {
  const fixed = !overcommits(name);
  if (limit === undefined) {
    return fixed ? [required(path.child('limits'), 'Limit must be set for non overcommitable resources')] : [];
  }
  const at = path.child('requests');
  const suffix = behaviours.requestErrorsShowLimit ? ` of ${limit}` : '';
  const difference = compareQuantities(quantity, limit);
  if (difference !== 0 && fixed) return [invalid(at, quantity, `must be equal to ${name} limit${suffix}`)];
  return difference > 0 ? [invalid(at, quantity, `must be less than or equal to ${name} limit${suffix}`)] : [];
}

function validateHugePages(name: string, quantity: string, path: Path, options: PodValidationOptions): FieldError[] {
  const { features, old } = options;
  if (!features.behaviours.hugePagesAreWhole || !isHugePages(name) || isWholePages(name, quantity)) return [];
  if (old !== undefined && usesBrokenPages(old)) return [];
  return [invalid(path, quantity, `${quantity} is not positive integer multiple of ${name}`)];
}

function isWholePages(name: string, quantity: string): boolean {
  const size = quantityNanos(name.slice('hugepages-'.length));
  return size > 0n && size % 1_000_000_000n === 0n && quantityNanos(quantity) % size === 0n;
}

function usesBrokenPages(spec: PodSpec): boolean {
  return containersOf(spec).some(({ resources }) =>
    [resources?.limits, resources?.requests].some((list) =>
      Object.entries(list ?? {}).some(([name, quantity]) => isHugePages(name) && !isWholePages(name, quantity)),
    ),
  );
}

function validateClaims(
  claims: NonNullable<ResourceRequirements['claims']>,
  path: Path,
  { claims: known, features }: SpecScope,
): FieldError[] {
  const names = new Set<string>();
  const list = [...known].sort(compareGoStrings);
  const where = list.length === 0 ? ' which is empty' : `: ${list.join(', ')}`;
  return claims.flatMap(({ name = '', request = '' }, i) => {
    const at = path.index(i);
    if (name === '') return [required(at)];
    const errors: FieldError[] = [];
    if (names.has(name)) errors.push(duplicate(at, name));
    else {
      const texts = request === '' ? [] : isDNS1123Label(request, features.behaviours);
      errors.push(...texts.map((text) => invalid(at.child('request'), request, text)));
      const key = request === '' ? name : `${name}/${request}`;
      if (names.has(key)) errors.push(duplicate(at, key));
      else if (request === '') {
        const overlapping = [...names].filter((other) => other.startsWith(`${name}/`));
        errors.push(...overlapping.map(() => duplicate(at, name)));
      }
      names.add(key);
    }
    if (!known.has(name)) {
      errors.push({ ...notFound(at, name), detail: `must be one of the names in pod.spec.resourceClaims${where}` });
    }
    return errors;
  });
}
