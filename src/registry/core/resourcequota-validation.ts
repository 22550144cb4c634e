/** Source: pkg/apis/core/validation/validation.go (ValidateResourceQuota…), pkg/apis/core/helper/helpers.go. */
import { isExtendedResource, isHugePages } from '../../apis/core/pod-resources.js';
import { type ResourceList } from '../../apis/core/pod.js';
import { type ResourceQuota, type ResourceQuotaSpec, type ScopeRequirement } from '../../apis/core/resource-quota.js';
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { isFractional, quantityNanos } from '../../apis/quantity.js';
import { goStrings, invalidStructure } from '../../apis/validation/structure.js';
import { type Features } from '../../features/features.js';
import { invalidInternal } from './pod/internal/errors.js';
import { validateResourceName } from './pod/validation/resource-names.js';

const SPEC = Path.of('spec');
const STATUS = Path.of('status');
const COUNTS = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'resourcequotas',
  'services.nodeports',
  'services.loadbalancers',
]);
const COMPUTE = ['cpu', 'memory'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]);
const STORAGE = ['ephemeral-storage', 'requests.ephemeral-storage', 'limits.ephemeral-storage', 'requests.storage'];
const OF_PODS = ['pods', ...COMPUTE];
const OF_CLAIMS = ['persistentvolumeclaims', 'requests.storage'];

/** What each scope may be applied to. */
const SCOPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['Terminating', OF_PODS],
  ['NotTerminating', OF_PODS],
  ['BestEffort', ['pods']],
  ['NotBestEffort', OF_PODS],
  ['PriorityClass', OF_PODS],
  ['CrossNamespacePodAffinity', OF_PODS],
  ['VolumeAttributesClass', OF_CLAIMS],
]);
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

export function validateQuota({ spec = {} }: ResourceQuota, features: Features): FieldError[] {
  return [
    ...validateAmounts(spec.hard, SPEC.child('hard'), features),
    ...validateScopes(spec, features),
    ...validateSelector(spec, features),
  ];
}

export function validateQuotaUpdate(quota: ResourceQuota, old: ResourceQuota, features: Features): FieldError[] {
  const [scopes, before] = [quota, old].map(({ spec }) => [...new Set(spec?.scopes ?? [])].sort().join());
  return [
    ...validateQuota(quota, features),
    ...(scopes === before ? [] : [wrongScopes(quota.spec?.scopes, 'field is immutable', features)]),
  ];
}

export function validateQuotaStatus({ status = {} }: ResourceQuota, features: Features): FieldError[] {
  return [
    ...validateAmounts(status.hard, STATUS.child('hard'), features),
    ...validateAmounts(status.used, STATUS.child('used'), features),
  ];
}

function validateAmounts(amounts: ResourceList = {}, path: Path, features: Features): FieldError[] {
  return Object.entries(amounts).flatMap(([name, quantity]) => [
    ...validateName(name, path.key(name), features),
    ...validateAmount(name, quantity, path.key(name), features),
  ]);
}

function validateName(name: string, path: Path, features: Features): FieldError[] {
  const errors = validateResourceName(name, path, features);
  if (name.includes('/') || isQuotaResource(name)) return errors;
  return [...errors, invalid(path, name, 'must be a standard resource for quota')];
}

function isQuotaResource(name: string): boolean {
  if (COUNTS.has(name) || COMPUTE.includes(name) || STORAGE.includes(name)) return true;
  return isHugePages(name) || name.startsWith('requests.hugepages-');
}

function validateAmount(name: string, quantity: string, path: Path, { behaviours }: Features): FieldError[] {
  const isWhole = COUNTS.has(name) || isExtendedResource(name, behaviours);
  return [
    ...(quantityNanos(quantity) < 0n ? [invalid(path, quantity, 'must be greater than or equal to 0')] : []),
    ...(isWhole && isFractional(quantity) ? [invalid(path, quantity, 'must be an integer')] : []),
  ];
}

function isScope(name: string, features: Features): boolean {
  if (name === 'CrossNamespacePodAffinity') return features.enabled('PodAffinityNamespaceSelector');
  if (name === 'VolumeAttributesClass') return features.behaviours.quotasFollowClaims;
  return SCOPES.has(name);
}

/** Of the resources that quotas know by name, those that are limited and that the scope is not for. */
function misapplied(scope: string, { hard = {} }: ResourceQuotaSpec, features: Features): readonly string[] {
  const fits = isScope(scope, features) ? SCOPES.get(scope) : undefined;
  return Object.keys(hard).filter((name) => isQuotaResource(name) && fits?.includes(name) === false);
}

function wrongScopes(
  scopes: readonly string[] | undefined,
  detail: string,
  { behaviours }: Features,
  path = SPEC.child('scopes'),
): FieldError {
  const type = '[]core.ResourceQuotaScope';
  const go = scopes === undefined ? `${type}(nil)` : goStrings(scopes).replace('[]string', type);
  return invalidStructure(path, scopes ?? null, go, detail, behaviours);
}

function validateScopes(spec: ResourceQuotaSpec, features: Features): FieldError[] {
  const { scopes = [] } = spec;
  const wrong = (detail: string): FieldError => wrongScopes(scopes, detail, features);
  return [
    ...scopes.flatMap((scope) => [
      ...(isScope(scope, features) ? [] : [wrong('unsupported scope')]),
      ...misapplied(scope, spec, features).map(() => wrong('unsupported scope applied to resource')),
    ]),
    ...conflicts(scopes).map(() => wrong('conflicting scopes')),
  ];
}

function conflicts(scopes: readonly string[]): readonly unknown[] {
  return CONFLICTS.filter((pair) => pair.every((scope) => scopes.includes(scope)));
}

function validateSelector(spec: ResourceQuotaSpec, features: Features): FieldError[] {
  const { scopeSelector } = spec;
  if (scopeSelector === undefined) return [];
  const path = SPEC.child('scopeSelector', 'matchExpressions');
  const requirements = scopeSelector.matchExpressions ?? [];
  const names = requirements.map(({ scopeName = '' }) => scopeName);
  const wrong = (detail: string): FieldError => invalidInternal(path, 'ScopeSelector', scopeSelector, detail, features);
  return [
    ...requirements.flatMap((requirement) => {
      const { scopeName = '' } = requirement;
      return [
        ...(isScope(scopeName, features) ? [] : [invalid(path.child('scopeName'), scopeName, 'unsupported scope')]),
        ...misapplied(scopeName, spec, features).map(() => wrong('unsupported scope applied to resource')),
        ...validateRequirement(requirement, path, features),
      ];
    }),
    // Upstream shows the other list here.
    ...conflicts(names).map(() => wrongScopes(spec.scopes, 'conflicting scopes', features, path)),
  ];
}

/** Scopes that a pod is in or not, whatever the values. */
const PLAIN = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];

function validateRequirement(
  { scopeName = '', operator = '', values = [] }: ScopeRequirement,
  path: Path,
  features: Features,
): FieldError[] {
  const { behaviours } = features;
  const errors: FieldError[] = [];
  const isPlain = PLAIN.includes(scopeName) && isScope(scopeName, features);
  if (isPlain && operator !== 'Exists') {
    errors.push(invalid(path.child('operator'), operator, behaviours.plainScopesText));
  }
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    if (values.length === 0) errors.push(required(path.child('values'), detail));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    if (values.length > 0) {
      errors.push(invalidStructure(path.child('values'), values, goStrings(values), detail, behaviours));
    }
  } else errors.push(invalid(path.child('operator'), operator, 'not a valid selector operator'));
  return errors;
}
