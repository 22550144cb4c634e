/** Source: k8s.io/kubernetes/pkg/registry/authorization/localsubjectaccessreview/rest.go. */
import { AUTHORIZATION_GROUP, type SubjectAccessReview } from '../../apis/authorization/v1.js';
import { newBadRequest } from '../../apis/errors.js';
import { defineKind, type RegistryDependencies, type VirtualStorage } from '../rest.js';
import { GROUP_FIELD, readReview, refuseInvalid, reviewAccess, reviewVersions, reviewedUser } from './review.js';
import { validateLocality, validateMetadata, validateSpec, validateSubject } from './review-validation.js';

function storage({ authorizer, features }: RegistryDependencies): VirtualStorage {
  const { behaviours } = features;
  return {
    create: async (object, { namespace }, validateObject) => {
      const review = readReview(object as SubjectAccessReview, namespace, features);
      const { written, declared } = validateSpec(review.spec, validateSubject(review), behaviours);
      const local = [...validateMetadata(review.metadata, true, behaviours), ...validateLocality(review, behaviours)];
      refuseInvalid([...written, ...local, ...declared]);
      if (namespace !== (review.metadata.namespace ?? '')) {
        throw newBadRequest(`spec.resourceAttributes.namespace must match namespace: ${namespace}`);
      }
      await validateObject(review);
      const status = await reviewAccess(reviewedUser(review.spec), review.spec, authorizer, features);
      return { ...review, status };
    },
  };
}

export const localsubjectaccessreviews = defineKind<SubjectAccessReview>({
  group: AUTHORIZATION_GROUP,
  kind: 'LocalSubjectAccessReview',
  resource: 'localsubjectaccessreviews',
  singular: 'localsubjectaccessreview',
  namespaced: true,
  versions: reviewVersions('LocalSubjectAccessReview', GROUP_FIELD),
  virtual: storage,
  description: 'A question to the API server: may somebody do this in the namespace?',
  example: {
    metadata: { namespace: 'default' },
    spec: { user: 'jane', resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } },
  },
});
