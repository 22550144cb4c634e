/** Source: pkg/registry/admissionregistration/validatingadmissionpolicy, pkg/apis/admissionregistration/validation. */
import { duplicate, type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { integerColumn } from '../column.js';
import { paramKindColumn, type PolicySpec, validatePolicySpec } from './policies.js';
import { type PolicyExpressions } from './policy-expressions.js';
import { defaultMatchResources } from './rules.js';

interface Validation {
  expression: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
}

interface AuditAnnotation {
  key: string;
  valueExpression: string;
}

interface Variable {
  name: string;
  expression: string;
}

interface ValidatingAdmissionPolicy extends KubeObject {
  spec: PolicySpec & {
    validations?: Validation[];
    auditAnnotations?: AuditAnnotation[];
    variables?: Variable[];
  };
}

const SPEC = Path.of('spec');
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const MOST_ANNOTATIONS = 20;
const LONGEST_VALUE = 5 * 1024;
const NOTHING = 'validations or auditAnnotations must contain at least one item';

async function validatePolicy(
  { metadata, spec }: ValidatingAdmissionPolicy,
  old: ValidatingAdmissionPolicy | undefined,
  features: Features,
): Promise<FieldError[]> {
  const { paramKind, validations = [], auditAnnotations = [], variables = [] } = spec;
  const { PolicyExpressions } = await import('./policy-expressions.js');
  const [params, composes] = [paramKind !== undefined, variables.length > 0];
  const expressions = new PolicyExpressions(features, { params, composes, kept: expressionsOf(old) });
  const wording = features.behaviours;
  const empty = validations.length === 0 && auditAnnotations.length === 0;
  return [
    ...validatePolicySpec(spec, wording, undefined, (text, path) => expressions.matchCondition(text, path)),
    ...variables.flatMap((variable, i) => validateVariable(variable, expressions, SPEC.child('variables').index(i))),
    ...(empty ? [required(SPEC.child('validations'), NOTHING), required(SPEC.child('auditAnnotations'), NOTHING)] : []),
    ...validations.flatMap((validation, i) =>
      validateValidation(validation, expressions, SPEC.child('validations').index(i)),
    ),
    ...validateAuditAnnotations(auditAnnotations, metadata.name ?? '', expressions, wording),
  ];
}

function expressionsOf(policy: ValidatingAdmissionPolicy | undefined): ReadonlySet<string> {
  const { validations = [], auditAnnotations = [], variables = [] } = policy?.spec ?? {};
  return new Set([
    ...variables.map(({ expression }) => expression),
    ...validations.flatMap(({ expression, messageExpression = '' }) => [expression, messageExpression]),
    ...auditAnnotations.map(({ valueExpression }) => valueExpression),
  ]);
}

function validateVariable({ name, expression }: Variable, expressions: PolicyExpressions, path: Path): FieldError[] {
  const at = path.child('expression');
  return [
    ...(name.trim() === '' ? [required(path.child('name'), 'name is not specified')] : []),
    ...(name.trim() !== '' && !expressions.takesName(name)
      ? [invalid(path.child('name'), name, 'must be a valid CEL identifier')]
      : []),
    ...(expression.trim() === ''
      ? [required(at, 'expression is not specified')]
      : expressions.variable(name, expression, at)),
  ];
}

function validateValidation(
  { expression, message = '', messageExpression = '', reason }: Validation,
  expressions: PolicyExpressions,
  path: Path,
): FieldError[] {
  const blank = (field: string, text: string): FieldError[] =>
    text !== '' && text.trim() === '' ? [invalid(path.child(field), text, 'must be non-empty if specified')] : [];
  return [
    ...(expression.trim() === ''
      ? [required(path.child('expression'), 'expression is not specified')]
      : expressions.validation(expression, path.child('expression'))),
    ...blank('messageExpression', messageExpression),
    ...(messageExpression.trim() === '' ? [] : expressions.message(messageExpression, path.child('messageExpression'))),
    ...blank('message', message),
    ...(/[\r\n]/.test(message.trim()) ? [invalid(path.child('message'), message, 'must not contain line breaks')] : []),
    ...(reason !== undefined && !REASONS.includes(reason) ? [notSupported(path.child('reason'), reason, REASONS)] : []),
  ];
}

function validateAuditAnnotations(
  annotations: readonly AuditAnnotation[],
  name: string,
  expressions: PolicyExpressions,
  wording: ValidationWording,
): FieldError[] {
  const at = SPEC.child('auditAnnotations');
  const tooMany = `must not have more than ${String(MOST_ANNOTATIONS)} auditAnnotations`;
  return [
    ...(annotations.length > MOST_ANNOTATIONS ? [invalid(at, annotations, tooMany)] : []),
    ...annotations.flatMap(({ key, valueExpression }, i) => {
      const path = at.index(i);
      const full = `${name}/${key}`;
      const twice = annotations.slice(0, i).some((other) => other.key === key);
      return [
        ...(name === ''
          ? [invalid(path.child('key'), key, 'requires metadata.name be non-empty')]
          : isQualifiedName(full, wording).map((text) => invalid(path.child('key'), full, text))),
        ...valueErrors(valueExpression, expressions, path.child('valueExpression')),
        ...(twice ? [duplicate(path.child('key'), key)] : []),
      ];
    }),
  ];
}

function valueErrors(expression: string, expressions: PolicyExpressions, path: Path): FieldError[] {
  const size = Buffer.byteLength(expression.trim());
  if (size === 0) return [required(path, 'valueExpression is not specified')];
  if (size > LONGEST_VALUE) return [required(path, `must not exceed ${String(LONGEST_VALUE)} bytes in length`)];
  return expressions.auditAnnotation(expression, path);
}

export const validatingadmissionpolicies = defineBehaviour<ValidatingAdmissionPolicy>({
  group: 'admissionregistration.k8s.io',
  resource: 'validatingadmissionpolicies',
  strategy: {
    default({ spec }) {
      spec.failurePolicy ??= 'Fail';
      defaultMatchResources(spec.matchConstraints);
    },
    validate: (policy, { features }) => validatePolicy(policy, undefined, features),
    validateUpdate: (policy, old, { features }) => validatePolicy(policy, old, features),
  },
  columns: [
    nameColumn,
    integerColumn('Validations', 'How many rules it has.', ({ spec: { validations = [] } }) => validations.length),
    paramKindColumn,
    ageColumn,
  ],
  description: 'Rules that objects must follow, where a binding puts them to use.',
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
