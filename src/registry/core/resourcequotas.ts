/** Source: pkg/registry/core/resourcequota, pkg/apis/core/validation/validation.go (ValidateResourceQuotaSpec). */
import { type ResourceList } from '../../apis/core/pod.js';
import { type FieldError, invalid } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type ResourceQuota } from '../../apis/quota/v1.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { goStrings, invalidStructure } from '../../apis/validation/structure.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { isFractional, quantityNanos } from '../../apis/quantity.js';

const SPEC = Path.of('spec');
const OBJECT_COUNTS = [
  'pods',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'resourcequotas',
  'services.nodeports',
  'services.loadbalancers',
];
const STANDARD = /^((requests\.|limits\.)?(cpu|memory|ephemeral-storage|hugepages-.*)|requests\.storage)$/;
const SCOPES = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

function isQuotaResource(name: string): boolean {
  return OBJECT_COUNTS.includes(name) || STANDARD.test(name);
}

function validateName(name: string, path: Path, { behaviours }: Features): FieldError[] {
  const errors = isQualifiedName(name, behaviours).map((text) => invalid(path, name, text));
  if (errors.length > 0 || name.includes('/') || isQuotaResource(name)) return errors;
  return ['must be a standard resource type or fully qualified', 'must be a standard resource for quota'].map((text) =>
    invalid(path, name, text),
  );
}

function validateAmount(name: string, quantity: string, path: Path): FieldError[] {
  if (quantityNanos(quantity) < 0n) return [invalid(path, quantity, 'must be greater than or equal to 0')];
  const whole = OBJECT_COUNTS.includes(name) || name.startsWith('count/');
  return whole && isFractional(quantity) ? [invalid(path, quantity, 'must be an integer')] : [];
}

/** Best effort is said of pods alone; the others of what pods ask for, too. */
function applies(scope: string, resource: string): boolean {
  if (scope === 'BestEffort' || scope === 'CrossNamespacePodAffinity') return resource === 'pods';
  if (scope === 'VolumeAttributesClass') return resource.includes('storage') || resource === 'persistentvolumeclaims';
  return SCOPES.includes(scope) && (resource === 'pods' || STANDARD.test(resource));
}

function validateScopes(
  { hard = {}, scopes = [] }: { hard?: ResourceList; scopes?: string[] },
  features: Features,
): FieldError[] {
  const path = SPEC.child('scopes');
  const go = goStrings(scopes).replace('[]string', '[]core.ResourceQuotaScope');
  const wrong = (detail: string): FieldError => invalidStructure(path, scopes, go, detail, features.behaviours);
  const resources = Object.keys(hard).filter(isQuotaResource);
  return [
    ...scopes.flatMap((scope) => [
      ...(SCOPES.includes(scope) ? [] : [wrong('unsupported scope')]),
      ...resources
        .filter((resource) => !applies(scope, resource))
        .map(() => wrong('unsupported scope applied to resource')),
    ]),
    ...CONFLICTS.filter((pair) => pair.every((scope) => scopes.includes(scope))).map(() => wrong('conflicting scopes')),
  ];
}

function validate({ spec = {} }: ResourceQuota, { features }: { features: Features }): FieldError[] {
  return [
    ...Object.entries(spec.hard ?? {}).flatMap(([name, quantity]) => {
      const path = SPEC.child('hard').key(name);
      return [...validateName(name, path, features), ...validateAmount(name, quantity, path)];
    }),
    ...validateScopes(spec, features),
  ];
}

function usage({ status }: ResourceQuota, limits: boolean): string {
  const { hard = {}, used = {} } = status ?? {};
  return Object.keys(hard)
    .filter((name) => name.startsWith('limits.') === limits)
    .sort()
    .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`)
    .join(', ');
}

export const resourcequotas = defineBehaviour<ResourceQuota>({
  group: '',
  resource: 'resourcequotas',
  strategy: {
    validate,
    validateUpdate: (quota, _old, context) => validate(quota, context),
    returnDeletedObject: true,
  },
  columns: [
    nameColumn,
    { ...ageColumn, shown: ({ behaviours }) => !behaviours.quotaAgeLast },
    textColumn('Request', 'What is used and allowed of requests and counts.', (quota) => usage(quota, false)),
    textColumn('Limit', 'What is used and allowed of limits.', (quota) => usage(quota, true)),
    { ...ageColumn, shown: ({ behaviours }) => behaviours.quotaAgeLast },
  ],
  description: 'Says how much a namespace may hold and use.',
  example: { metadata: { name: 'small' }, spec: { hard: { pods: '10', 'requests.cpu': '4' } } },
});
