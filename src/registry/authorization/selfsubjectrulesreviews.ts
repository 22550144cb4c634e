/** Source: k8s.io/kubernetes/pkg/registry/authorization/selfsubjectrulesreview/rest.go. */
import { AUTHORIZATION_GROUP, type SelfSubjectRulesReview } from '../../apis/authorization/v1.js';
import { newBadRequest } from '../../apis/errors.js';
import { defineKind, type RegistryDependencies, type VirtualStorage } from '../rest.js';
import { reviewVersions } from './review.js';

function storage({ authorizer }: RegistryDependencies): VirtualStorage {
  return {
    create: async (object, { user }, validateObject) => {
      const { namespace = '' } = (object as Partial<SelfSubjectRulesReview>).spec ?? {};
      if (namespace === '') throw newBadRequest('no namespace on request');
      await validateObject(object);
      const { error, ...rules } = await authorizer.rulesFor(user, namespace);
      // Nothing of the question comes back.
      return {
        metadata: {},
        spec: {},
        status: { ...rules, ...(error === undefined ? {} : { evaluationError: error }) },
      };
    },
  };
}

export const selfsubjectrulesreviews = defineKind<SelfSubjectRulesReview>({
  group: AUTHORIZATION_GROUP,
  kind: 'SelfSubjectRulesReview',
  resource: 'selfsubjectrulesreviews',
  singular: 'selfsubjectrulesreview',
  namespaced: false,
  versions: reviewVersions('SelfSubjectRulesReview'),
  virtual: storage,
  description: 'A question to the API server: what may I do in a namespace?',
  example: { metadata: {}, spec: { namespace: 'default' } },
});
