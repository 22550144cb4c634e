/** Requests are shown to the validating admission policies that are bound. Source: k8s.io/apiserver/pkg/admission/plugin/policy/{generic,validating}/plugin.go. */
import { groupResourceString } from '../apis/meta/v1.js';
import { type AdmissionPlugin } from './plugin.js';
import { type PolicyDependencies } from './policy/dispatcher.js';
import { type ValidatingBinding, type ValidatingPolicy } from './policy/policies.js';

const GROUP = 'admissionregistration.k8s.io';
const POLICIES = { group: GROUP, resource: 'validatingadmissionpolicies' };
const BINDINGS = { group: GROUP, resource: 'validatingadmissionpolicybindings' };

/** What decides of others is not decided of, and neither is what is only asked. */
const EXCLUDED: ReadonlySet<string> = new Set([
  ...['validatingadmissionpolicies', 'validatingadmissionpolicybindings'].map((name) => `${name}.${GROUP}`),
  ...['mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'].map((name) => `${name}.${GROUP}`),
  ...['selfsubjectreviews', 'tokenreviews'].map((name) => `${name}.authentication.k8s.io`),
  ...['localsubjectaccessreviews', 'selfsubjectaccessreviews'].map((name) => `${name}.authorization.k8s.io`),
  ...['selfsubjectrulesreviews', 'subjectaccessreviews'].map((name) => `${name}.authorization.k8s.io`),
]);

export function createValidatingAdmissionPolicy(dependencies: PolicyDependencies): AdmissionPlugin {
  const { getter, features } = dependencies;
  const enabled = features.enabled('ValidatingAdmissionPolicy');
  return {
    name: 'ValidatingAdmissionPolicy',
    async validate(attributes) {
      if (!enabled || EXCLUDED.has(groupResourceString(attributes.resource))) return;
      const bindings = await getter.list<ValidatingBinding>(BINDINGS, '');
      if (bindings.length === 0) return;
      const policies = await getter.list<ValidatingPolicy>(POLICIES, '');
      const { PolicyDispatcher } = await import('./policy/dispatcher.js');
      await new PolicyDispatcher(attributes, dependencies).dispatch(policies, bindings);
    },
  };
}
