/** Source: pkg/registry/admissionregistration/mutatingadmissionpolicybinding. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { MUTATING_OPERATIONS } from './mutatingadmissionpolicies.js';
import { bindingColumns, type BindingSpec, validateBindingSpec } from './policies.js';
import { defaultMatchResources } from './rules.js';

interface MutatingAdmissionPolicyBinding extends KubeObject {
  spec: BindingSpec;
}

export const mutatingadmissionpolicybindings = defineBehaviour<MutatingAdmissionPolicyBinding>({
  group: 'admissionregistration.k8s.io',
  resource: 'mutatingadmissionpolicybindings',
  strategy: {
    default: ({ spec }) => defaultMatchResources(spec.matchResources),
    validate: ({ spec }, { features }) => validateBindingSpec(spec, features.behaviours, MUTATING_OPERATIONS),
    validateUpdate: ({ spec }, _old, { features }) =>
      validateBindingSpec(spec, features.behaviours, MUTATING_OPERATIONS),
  },
  columns: [nameColumn, ...bindingColumns, ageColumn],
  description: 'Puts a mutating policy to use, with parameters.',
  example: { metadata: { name: 'labels' }, spec: { policyName: 'labels' } },
});
