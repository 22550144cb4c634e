/** Source: pkg/registry/policy/poddisruptionbudget, pkg/apis/policy/validation/validation.go. */
import { type FieldError, notSupported } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type PodDisruptionBudget, type PodDisruptionBudgetSpec } from '../../apis/policy/v1.js';
import { validateConditions } from '../../apis/validation/conditions.js';
import { validateLabelSelector } from '../../apis/validation/label-selector.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { integerColumn, textColumn } from '../column.js';
import { type IntOrString, validateNotMoreThanAll, validatePositiveIntOrPercent } from '../int-or-percent.js';
import { validateNonnegatives } from '../replicas.js';
import { statusSubresource } from '../stored-kind.js';

const SPEC = Path.of('spec');
const STATUS = Path.of('status');
const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];
const COUNTS = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'];

function validate({ spec = {} }: PodDisruptionBudget, { behaviours }: Features): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  return [
    ...(minAvailable !== undefined && maxUnavailable !== undefined ? [invalidBoth(spec, behaviours)] : []),
    ...Object.entries({ minAvailable, maxUnavailable }).flatMap(([field, count]) =>
      count === undefined
        ? []
        : [
            ...validatePositiveIntOrPercent(count, SPEC.child(field), behaviours),
            ...validateNotMoreThanAll(count, SPEC.child(field), behaviours),
          ],
    ),
    ...validateLabelSelector(selector, behaviours.selectorValuesChecked, SPEC.child('selector'), behaviours),
    ...(policy === undefined || POLICIES.includes(policy)
      ? []
      : [notSupported(SPEC.child('unhealthyPodEvictionPolicy'), policy, POLICIES)]),
  ];
}

function invalidBoth(spec: PodDisruptionBudgetSpec, wording: Features['behaviours']): FieldError {
  const { minAvailable, maxUnavailable, selector = null, unhealthyPodEvictionPolicy = null } = spec;
  const shown = {
    MinAvailable: minAvailable,
    Selector: selector,
    MaxUnavailable: maxUnavailable,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy,
  };
  // Pointers are shown as addresses.
  const counts = (field: string): string => `${field}:(*intstr.IntOrString)(0xc000000000)`;
  const chosen = `Selector:(*v1.LabelSelector)(${selector === null ? 'nil' : '0xc000000000'})`;
  const go = `policy.PodDisruptionBudgetSpec{${counts('MinAvailable')}, ${chosen}, ${counts('MaxUnavailable')}}`;
  return invalidStructure(SPEC, shown, go, 'minAvailable and maxUnavailable cannot be both set', wording);
}

function dropDisabled({ spec }: PodDisruptionBudget, old: PodDisruptionBudget | undefined, features: Features): void {
  const used = old?.spec?.unhealthyPodEvictionPolicy !== undefined;
  if (!features.enabled('PDBUnhealthyPodEvictionPolicy') && !used) delete spec?.unhealthyPodEvictionPolicy;
}

function countText(count: IntOrString | undefined): string {
  return count === undefined ? 'N/A' : String(count);
}

export const poddisruptionbudgets = defineBehaviour<PodDisruptionBudget>({
  group: 'policy',
  resource: 'poddisruptionbudgets',
  strategy: {
    prepareForCreate: (budget, { features }) => {
      dropDisabled(budget, undefined, features);
    },
    prepareForUpdate: (budget, old, { features }) => {
      dropDisabled(budget, old, features);
    },
    validate: (budget, { features }) => validate(budget, features),
    validateUpdate: (budget, _old, { features }) => validate(budget, features),
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        ...statusSubresource.strategy,
        validateUpdate(object, _old, { version, features }) {
          const { status } = object as PodDisruptionBudget;
          return [
            ...validateConditions(status?.conditions ?? [], STATUS.child('conditions'), features.behaviours),
            ...(version === 'v1beta1' ? [] : validateNonnegatives(status, COUNTS, STATUS)),
          ];
        },
      },
    },
  },
  columns: [
    nameColumn,
    textColumn('Min Available', 'How many pods must stay.', ({ spec }) => countText(spec?.minAvailable)),
    textColumn('Max Unavailable', 'How many pods may be missing.', ({ spec }) => countText(spec?.maxUnavailable)),
    integerColumn('Allowed Disruptions', 'How many pods may go now.', ({ status }) => status?.disruptionsAllowed ?? 0),
    ageColumn,
  ],
  description: 'Says how many of some pods may be evicted at once.',
  example: { metadata: { name: 'web' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } } },
});
