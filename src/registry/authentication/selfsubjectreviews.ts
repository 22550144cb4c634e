/** Source: k8s.io/kubernetes/pkg/registry/authentication/selfsubjectreview/rest.go. */
import { AUTHENTICATION_GROUP, type SelfSubjectReview } from '../../apis/authentication/v1.js';
import { rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type RegistryDependencies, type RequestContext, type VirtualStorage, defineKind } from '../rest.js';
import { wireUserInfo } from './user-info.js';

export const selfsubjectreviews = defineKind<SelfSubjectReview>({
  group: AUTHENTICATION_GROUP,
  kind: 'SelfSubjectReview',
  resource: 'selfsubjectreviews',
  singular: 'selfsubjectreview',
  namespaced: false,
  versions: [
    servedVersion('v1', ({ behaviours }) => behaviours.selfSubjectReviewIsStable),
    servedVersion('v1beta1', (features) => features.enabled('APISelfSubjectReview')),
    servedVersion('v1alpha1', (features) => features.enabled('APISelfSubjectReview')),
  ],
  virtual: (dependencies) => new SelfSubjectReviews(dependencies),
  description: 'A question to the API server: who am I?',
  example: { metadata: {} },
});

function servedVersion(version: string, exists: (features: Features) => boolean) {
  return {
    version,
    schema: `io.k8s.api.authentication.${version}.SelfSubjectReview`,
    served: (features: Features) =>
      exists(features) && features.behaviours.servedVersions.includes(`${AUTHENTICATION_GROUP}/${version}`),
  };
}

class SelfSubjectReviews implements VirtualStorage {
  readonly #dependencies: RegistryDependencies;

  constructor(dependencies: RegistryDependencies) {
    this.#dependencies = dependencies;
  }

  async create(
    object: SelfSubjectReview,
    context: RequestContext,
    validateObject: (object: SelfSubjectReview) => Promise<void>,
  ): Promise<SelfSubjectReview> {
    await validateObject(object);
    // Nothing of the question comes back.
    return {
      metadata: { creationTimestamp: rfc3339(this.#dependencies.clock.now()) },
      status: { userInfo: wireUserInfo(context.user) },
    };
  }
}
