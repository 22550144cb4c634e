/** Source: k8s.io/kubernetes/pkg/registry/authentication/tokenreview/storage.go. */
import { AUTHENTICATION_GROUP, type TokenReview } from '../../apis/authentication/v1.js';
import { newBadRequest, newInternalError } from '../../apis/errors.js';
import { AuthenticationError, type AuthenticatorResponse, type Awaitable } from '../../authentication/authenticator.js';
import { type RegistryDependencies, type RequestContext, type VirtualStorage, defineKind } from '../rest.js';
import { questionMetadata } from './question-metadata.js';
import { wireUserInfo } from './user-info.js';

export const tokenreviews = defineKind<TokenReview>({
  group: AUTHENTICATION_GROUP,
  kind: 'TokenReview',
  resource: 'tokenreviews',
  singular: 'tokenreview',
  namespaced: false,
  versions: ['v1', 'v1beta1'].map((version) => ({
    version,
    schema: `io.k8s.api.authentication.${version}.TokenReview`,
    served: ({ behaviours }) => behaviours.servedVersions.includes(`${AUTHENTICATION_GROUP}/${version}`),
  })),
  virtual: (dependencies) => new TokenReviews(dependencies),
  description: 'A question to the API server: whose token is this?',
  example: { metadata: {}, spec: { token: 'a-token' } },
});

type Verdict = NonNullable<TokenReview['status']>;

class TokenReviews implements VirtualStorage {
  readonly #dependencies: RegistryDependencies;

  constructor(dependencies: RegistryDependencies) {
    this.#dependencies = dependencies;
  }

  async create(
    object: TokenReview,
    context: RequestContext,
    validateObject: (object: TokenReview) => Awaitable<void>,
  ): Promise<TokenReview> {
    const review = { ...object, metadata: questionMetadata(object.metadata, '', context.features) };
    const { token = '', audiences = [] } = review.spec ?? {};
    if (token === '') throw newBadRequest('token is required for TokenReview in authentication');
    await validateObject(review);
    const wanted = audiences.length > 0 ? audiences : this.#dependencies.apiAudiences;
    // What the question says of an answer stays where the answer has nothing to say, as upstream has it.
    const given: Verdict = { user: {}, ...review.status };
    // Only where it is there: an object that lost a member is a slow one.
    if (given.authenticated !== undefined) delete given.authenticated;
    return { ...review, status: { ...given, ...(await this.#verdict(token, wanted)) } };
  }

  async #verdict(token: string, wanted: readonly string[]): Promise<Verdict> {
    const asked = wanted.length > 0 ? wanted : undefined;
    try {
      const response = await this.#dependencies.authenticateToken(token, asked);
      return response === undefined ? {} : authenticated(response, wanted);
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error;
      return { error: error.message };
    }
  }
}

function authenticated({ user, audiences = [] }: AuthenticatorResponse, wanted: readonly string[]): Verdict {
  if (wanted.length > 0 && !audiences.some((audience) => wanted.includes(audience))) {
    throw newInternalError('error validating audiences');
  }
  const verdict: Verdict = { authenticated: true, user: wireUserInfo(user) };
  if (audiences.length > 0) verdict.audiences = audiences;
  return verdict;
}
