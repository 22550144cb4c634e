/** What a status says of claims. Source: pkg/apis/core/validation/validation.go. */
import { isHugePages } from '../../../../apis/core/pod-resources.js';
import { type PodStatus } from '../../../../apis/core/pod-status.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, duplicate, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { quantityNanos } from '../../../../apis/quantity.js';
import { isDNS1123Label, nameIsDNSSubdomain } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';

export function validateClaimStatuses(
  { resourceClaimStatuses = [] }: PodStatus,
  { resourceClaims = [] }: PodSpec,
  path: Path,
  { behaviours }: Features,
): FieldError[] {
  const names = new Set<string>();
  // A slip of older versions names the other field.
  const field = behaviours.claimStatusErrorsNameClaim ? 'resourceClaimName' : 'name';
  return resourceClaimStatuses.flatMap(({ name = '', resourceClaimName: claim }, i) => {
    const at = path.index(i);
    const known = resourceClaims.some((each) => each.name === name);
    const errors = known
      ? []
      : [invalid(at.child('name'), name, 'must match the name of an entry in `spec.resourceClaims`')];
    if (names.has(name)) errors.push(duplicate(at.child('name'), name));
    names.add(name);
    const texts = claim === undefined ? [] : nameIsDNSSubdomain(claim, false);
    return [...errors, ...texts.map((text) => invalid(at.child(field), claim, text))];
  });
}

const NO_RESOURCE =
  'must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests';
const NO_CONTAINER = 'must match the name of an entry in spec.initContainers.name or spec.containers.name';

export function validateExtendedClaim(
  { extendedResourceClaimStatus: status }: PodStatus,
  { initContainers = [], containers = [] }: PodSpec,
  path: Path,
  { behaviours }: Features,
): FieldError[] {
  if (status === undefined) return [];
  const { requestMappings: mappings = [], resourceClaimName: claim = '' } = status;
  const at = path.child('requestMappings');
  const fields = behaviours.extendedClaimsNameRequests
    ? (['containerName', 'resourceName', 'requestName'] as const)
    : (['containerName', 'resourceName'] as const);
  const seen = new Set<string>();
  const errors = mappings.flatMap((mapping, i) => {
    const { containerName = '', resourceName = '', requestName = '' } = mapping;
    const container = [...containers, ...initContainers].find(({ name }) => name === containerName);
    const found =
      container === undefined
        ? [invalid(at.index(i).child('containerName'), containerName, NO_CONTAINER)]
        : container.resources?.requests?.[resourceName] === undefined
          ? [invalid(at.index(i).child('resourceName'), resourceName, NO_RESOURCE)]
          : [];
    const key = fields.map((field) => mapping[field] ?? '').join('\n');
    const again = seen.has(key);
    seen.add(key);
    return [
      ...found,
      ...isDNS1123Label(requestName, behaviours).map((text) => invalid(path.child('requestName'), requestName, text)),
      ...(again ? fields.map((field) => duplicate(at.index(i).child(field), mapping[field] ?? '')) : []),
    ];
  });
  const claimAt = path.child('resourceClaimName');
  return [
    ...(mappings.length === 0 ? [required(at, 'at least one request mapping is required')] : []),
    ...errors,
    ...(claim === ''
      ? [required(claimAt)]
      : nameIsDNSSubdomain(claim, false).map((text) => invalid(claimAt, claim, text))),
  ];
}

export function validateNodeAllocatableClaims(
  { nodeAllocatableResourceClaimStatuses: statuses = [], resourceClaimStatuses = [] }: PodStatus,
  { resourceClaims = [] }: PodSpec,
  path: Path,
): FieldError[] {
  const known = new Set(
    [...resourceClaims, ...resourceClaimStatuses].map(({ resourceClaimName }) => resourceClaimName),
  );
  return statuses.flatMap(({ resourceClaimName: claim = '', mapping = [], overhead = [] }, i) => {
    if (claim === '') return [];
    const at = path.index(i);
    return [
      ...(known.has(claim) ? [] : [invalid(at.child('resourceClaimName'), claim, 'no mapping found in pod reference')]),
      ...mapping.flatMap(({ name = '', quantity }, j) => [
        ...validateAllocatable(name, at.child('mapping').index(j)),
        ...validateNotNegative(quantity, at.child('mapping').index(j).child('quantity')),
      ]),
      ...overhead.flatMap(({ name = '', perPod, perContainer }, j) => {
        const item = at.child('overhead').index(j);
        const none = perPod === undefined && perContainer === undefined;
        return [
          ...validateAllocatable(name, item),
          ...(none ? [invalid(item, '', 'at least one of perPod or perContainer must be set')] : []),
          ...validateNotNegative(perPod, item.child('perPod')),
          ...validateNotNegative(perContainer, item.child('perContainer')),
        ];
      }),
    ];
  });
}

function validateAllocatable(name: string, path: Path): FieldError[] {
  if (name === 'cpu' || name === 'memory' || isHugePages(name)) return [];
  return [invalid(path.child('name'), name, 'must be a node allocatable resource name')];
}

function validateNotNegative(quantity: string | undefined, path: Path): FieldError[] {
  return quantityNanos(quantity) < 0n ? [invalid(path, quantity, 'must be non-negative')] : [];
}
