/** Source: pkg/registry/scheduling/priorityclass, pkg/apis/scheduling/{v1,validation}. */
import { type FieldError, forbidden, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { booleanColumn, integerColumn, textColumn } from '../column.js';

interface PriorityClass extends KubeObject {
  value?: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
  description?: string;
}

const SYSTEM_PREFIX = 'system-';
const HIGHEST_OF_USERS = 1_000_000_000;
const POLICY = Path.of('preemptionPolicy');
const POLICIES = ['PreemptLowerPriority', 'Never'];

/** The classes that Kubernetes makes for itself. */
const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

function validateClass({ metadata, value = 0, globalDefault = false, preemptionPolicy }: PriorityClass): FieldError[] {
  const { name = '' } = metadata;
  const reserved = systemProblem(name, value, globalDefault);
  return [
    ...(reserved === undefined
      ? []
      : [
          forbidden(
            Path.of('metadata', 'name'),
            `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${reserved}`,
          ),
        ]),
    ...(!name.startsWith(SYSTEM_PREFIX) && value > HIGHEST_OF_USERS
      ? [forbidden(Path.of('value'), `maximum allowed value of a user defined priority is ${HIGHEST_OF_USERS}`)]
      : []),
    ...(preemptionPolicy === undefined ? [] : validatePolicy(preemptionPolicy)),
  ];
}

function systemProblem(name: string, value: number, globalDefault: boolean): string | undefined {
  if (!name.startsWith(SYSTEM_PREFIX)) return undefined;
  const known = SYSTEM_CLASSES[name];
  if (known === undefined) return `${name} is not a known system priority class`;
  if (known !== value) return `value of ${name} PriorityClass must be ${known}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

function validatePolicy(policy: string): FieldError[] {
  if (policy === '') return [required(POLICY)];
  return POLICIES.includes(policy) ? [] : [notSupported(POLICY, policy, POLICIES)];
}

export const priorityclasses = defineBehaviour<PriorityClass>({
  group: 'scheduling.k8s.io',
  resource: 'priorityclasses',
  strategy: {
    default(object) {
      object.preemptionPolicy ??= 'PreemptLowerPriority';
    },
    validate: validateClass,
    validateUpdate: (object, old, { features: { behaviours } }) => [
      ...((object.value ?? 0) === (old.value ?? 0)
        ? []
        : [
            forbidden(
              Path.of(behaviours.priorityClassValueCapitalized ? 'Value' : 'value'),
              'may not be changed in an update.',
            ),
          ]),
      ...validateImmutable(object.preemptionPolicy, old.preemptionPolicy, POLICY),
    ],
  },
  columns: [
    nameColumn,
    integerColumn('Value', 'The priority that pods of the class get.', ({ value = 0 }) => value),
    booleanColumn(
      'Global-Default',
      'Whether pods without a class are of this one.',
      (object) => object.globalDefault ?? false,
    ),
    ageColumn,
    textColumn(
      'PreemptionPolicy',
      'Whether its pods may push out others.',
      ({ preemptionPolicy = '' }) => preemptionPolicy,
      { shown: ({ behaviours }) => behaviours.priorityClassPolicyColumn },
    ),
  ],
  description: 'Gives pods that name it a priority.',
  example: { metadata: { name: 'high' }, value: 1000, description: 'For what must run.' },
});
