/** Source: pkg/registry/admissionregistration/validatingadmissionpolicy, pkg/apis/admissionregistration/validation. */
import { type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { integerColumn } from '../column.js';
import { paramKindColumn, type PolicySpec, validatePolicySpec } from './policies.js';
import { defaultMatchResources } from './rules.js';

interface Validation {
  expression: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
}

interface ValidatingAdmissionPolicy extends KubeObject {
  spec: PolicySpec & {
    validations?: Validation[];
    auditAnnotations?: { key: string; valueExpression: string }[];
    variables?: { name: string; expression: string }[];
  };
}

const SPEC = Path.of('spec');
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const NOTHING = 'validations or auditAnnotations must contain at least one item';

function validatePolicy({ spec }: ValidatingAdmissionPolicy, wording: ValidationWording): FieldError[] {
  const { validations = [], auditAnnotations = [] } = spec;
  const empty = validations.length === 0 && auditAnnotations.length === 0;
  return [
    ...validatePolicySpec(spec, wording),
    ...(empty ? [required(SPEC.child('validations'), NOTHING), required(SPEC.child('auditAnnotations'), NOTHING)] : []),
    ...validations.flatMap((validation, i) => validateValidation(validation, SPEC.child('validations').index(i))),
  ];
}

function validateValidation(
  { expression, message = '', messageExpression = '', reason }: Validation,
  path: Path,
): FieldError[] {
  const blank = (field: string, text: string): FieldError[] =>
    text !== '' && text.trim() === '' ? [invalid(path.child(field), text, 'must be non-empty if specified')] : [];
  return [
    ...(expression.trim() === '' ? [required(path.child('expression'), 'expression is not specified')] : []),
    ...blank('messageExpression', messageExpression),
    ...blank('message', message),
    ...(/[\r\n]/.test(message.trim()) ? [invalid(path.child('message'), message, 'must not contain line breaks')] : []),
    ...(reason !== undefined && !REASONS.includes(reason) ? [notSupported(path.child('reason'), reason, REASONS)] : []),
  ];
}

export const validatingadmissionpolicies = defineBehaviour<ValidatingAdmissionPolicy>({
  group: 'admissionregistration.k8s.io',
  resource: 'validatingadmissionpolicies',
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
    integerColumn('Validations', 'How many rules it has.', ({ spec: { validations = [] } }) => validations.length),
    paramKindColumn,
    ageColumn,
  ],
  description: 'Rules that objects must follow. They are stored and not asked.',
  example: {
    metadata: { name: 'replicas' },
    spec: {
      matchConstraints: {
        resourceRules: [
          { operations: ['CREATE'], apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'] },
        ],
      },
      validations: [{ expression: 'object.spec.replicas <= 5' }],
    },
  },
});
