/** Source: pkg/registry/admissionregistration/validatingadmissionpolicybinding. */
import { duplicate, type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { bindingColumns, type BindingSpec, validateBindingSpec } from './policies.js';
import { defaultMatchResources } from './rules.js';

interface ValidatingAdmissionPolicyBinding extends KubeObject {
  spec: BindingSpec & { validationActions?: string[] };
}

const ACTIONS = Path.of('spec', 'validationActions');
const KNOWN = ['Audit', 'Deny', 'Warn'];
const DENY_AND_WARN =
  'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';

function validateBinding({ spec }: ValidatingAdmissionPolicyBinding, wording: ValidationWording): FieldError[] {
  const actions = spec.validationActions ?? [];
  return [
    ...validateBindingSpec(spec, wording),
    ...actions.flatMap((action, i) => [
      ...(KNOWN.includes(action) ? [] : [notSupported(ACTIONS.index(i), action, KNOWN)]),
      ...(actions.indexOf(action) < i ? [duplicate(ACTIONS.index(i), action)] : []),
    ]),
    ...(actions.includes('Deny') && actions.includes('Warn') ? [invalid(ACTIONS, actions, DENY_AND_WARN)] : []),
    ...(actions.length === 0 ? [required(ACTIONS, 'at least one validation action is required')] : []),
  ];
}

export const validatingadmissionpolicybindings = defineBehaviour<ValidatingAdmissionPolicyBinding>({
  group: 'admissionregistration.k8s.io',
  resource: 'validatingadmissionpolicybindings',
  strategy: {
    default: ({ spec }) => defaultMatchResources(spec.matchResources),
    validate: (binding, { features }) => validateBinding(binding, features.behaviours),
    validateUpdate: (binding, _old, { features }) => validateBinding(binding, features.behaviours),
  },
  columns: [nameColumn, ...bindingColumns, ageColumn],
  description: 'Puts a validating policy to use, with parameters.',
  example: { metadata: { name: 'replicas' }, spec: { policyName: 'replicas', validationActions: ['Deny'] } },
});
