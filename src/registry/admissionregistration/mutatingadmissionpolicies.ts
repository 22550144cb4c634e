/** Source: pkg/registry/admissionregistration/mutatingadmissionpolicy, pkg/apis/admissionregistration/validation. */
import { type FieldError, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { integerColumn } from '../column.js';
import { paramKindColumn, type PolicySpec, validatePolicySpec } from './policies.js';
import { defaultMatchResources } from './rules.js';

interface Mutation {
  patchType: string;
  applyConfiguration?: { expression?: string };
  jsonPatch?: { expression?: string };
}

interface MutatingAdmissionPolicy extends KubeObject {
  spec: PolicySpec & { mutations?: Mutation[]; reinvocationPolicy?: string };
}

const SPEC = Path.of('spec');
const PATCH_TYPES = ['ApplyConfiguration', 'JSONPatch'];
const REINVOCATIONS = ['IfNeeded', 'Never'];
/** Nothing that is deleted can be changed. */
export const MUTATING_OPERATIONS = ['*', 'CONNECT', 'CREATE', 'UPDATE'];

function validatePolicy({ spec }: MutatingAdmissionPolicy, wording: ValidationWording): FieldError[] {
  const { mutations = [], reinvocationPolicy = '' } = spec;
  const at = SPEC.child('reinvocationPolicy');
  return [
    ...validatePolicySpec(spec, wording, MUTATING_OPERATIONS),
    ...(mutations.length === 0 ? [required(SPEC.child('mutations'), 'mutations must contain at least one item')] : []),
    ...mutations.flatMap(({ patchType }, i) => {
      const path = SPEC.child('mutations').index(i).child('patchType');
      if (patchType === '') return [required(path)];
      return PATCH_TYPES.includes(patchType) ? [] : [notSupported(path, patchType, PATCH_TYPES)];
    }),
    ...(reinvocationPolicy === ''
      ? [required(at)]
      : REINVOCATIONS.includes(reinvocationPolicy)
        ? []
        : [notSupported(at, reinvocationPolicy, REINVOCATIONS)]),
  ];
}

export const mutatingadmissionpolicies = defineBehaviour<MutatingAdmissionPolicy>({
  group: 'admissionregistration.k8s.io',
  resource: 'mutatingadmissionpolicies',
  strategy: {
    default({ spec }) {
      spec.failurePolicy ??= 'Fail';
      defaultMatchResources(spec.matchConstraints);
    },
    validate: (policy, { features }) => validatePolicy(policy, features.behaviours),
    validateUpdate: (policy, _old, { features }) => validatePolicy(policy, features.behaviours),
  },
  columns: [
    nameColumn,
    integerColumn('Mutations', 'How many changes it makes.', ({ spec: { mutations = [] } }) => mutations.length),
    paramKindColumn,
    ageColumn,
  ],
  description: 'Changes that objects undergo. They are stored and not made.',
  example: {
    metadata: { name: 'labels' },
    spec: {
      matchConstraints: {
        resourceRules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      },
      mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '[]' } }],
      reinvocationPolicy: 'Never',
    },
  },
});
