/** The subresource `token` of service accounts. Source: k8s.io/kubernetes/pkg/registry/core/serviceaccount/storage/token.go. */
import { AUTHENTICATION_GROUP, type TokenRequest } from '../../apis/authentication/v1.js';
import { newConflict, newInternalError, newInvalid } from '../../apis/errors.js';
import { invalid } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject, type ObjectMeta } from '../../apis/meta/v1.js';
import { type Awaitable } from '../../authentication/authenticator.js';
import { rfc3339 } from '../../clock/clock.js';
import {
  type BoundObject,
  EXPIRATION_EXTENSION_SECONDS,
  WARN_ONLY_BOUND_TOKEN_EXPIRATION_SECONDS,
  claims,
} from '../../serviceaccount/claims.js';
import { questionMetadata } from '../authentication/question-metadata.js';
import {
  type ParentStore,
  type RegistryDependencies,
  type RequestContext,
  type VirtualStorage,
  type VirtualSubresource,
} from '../rest.js';
import { TokenBindings } from './serviceaccount-token-bindings.js';
import { type RequestedToken, requestedToken, validateRequestedToken } from './serviceaccount-token-spec.js';

/** Seconds. Source: pkg/apis/authentication/v1/defaults.go. */
const DEFAULT_EXPIRATION = 3600;

const KIND = { group: AUTHENTICATION_GROUP, kind: 'TokenRequest' };

export const token: VirtualSubresource = {
  type: 'virtual',
  ...KIND,
  version: 'v1',
  schema: 'io.k8s.api.authentication.v1.TokenRequest',
  served: () => true,
  default: (request: TokenRequest) => {
    request.spec = { ...request.spec, expirationSeconds: request.spec?.expirationSeconds ?? DEFAULT_EXPIRATION };
  },
  create: (dependencies, parents) => new Tokens(dependencies, parents),
};

type ValidateObject = (object: TokenRequest) => Awaitable<void>;

class Tokens implements VirtualStorage {
  readonly #dependencies: RegistryDependencies;
  readonly #accounts: ParentStore;
  readonly #bindings: TokenBindings;

  constructor(dependencies: RegistryDependencies, accounts: ParentStore) {
    this.#dependencies = dependencies;
    this.#accounts = accounts;
    this.#bindings = new TokenBindings(dependencies);
  }

  async create(object: TokenRequest, context: RequestContext, validateObject: ValidateObject): Promise<TokenRequest> {
    const { behaviours } = context.features;
    const keepSystemFields = behaviours.tokenRequestFillsUid;
    const metadata = questionMetadata(object.metadata, context.namespace, context.features, keepSystemFields);
    if (behaviours.tokenRequestChecksName) checkName(metadata, context);
    const request = { ...object, metadata, spec: object.spec ?? {} };
    return behaviours.tokenRequestFillsMetadata
      ? this.#createFilled(request, context, validateObject)
      : this.#createBare(request, context, validateObject);
  }

  async #createFilled(
    request: TokenRequest,
    context: RequestContext,
    validateObject: ValidateObject,
  ): Promise<TokenRequest> {
    const account = await this.#accounts.get(context.namespace, context.name);
    const metadata = fillMetadata(request.metadata, account, context);
    metadata.creationTimestamp = rfc3339(this.#dependencies.clock.now());
    const wanted = requestedToken(request.spec, this.#dependencies.apiAudiences);
    const { audiences, expirationSeconds } = wanted;
    const filled = { ...request, metadata, spec: { ...request.spec, audiences, expirationSeconds } };
    delete filled.status;
    this.#validate(wanted, context);
    await validateObject(filled);
    return this.#answer(filled, account, wanted, context);
  }

  // Earlier versions look at the request alone before they look for the account, and leave its metadata as it is.
  async #createBare(
    request: TokenRequest,
    context: RequestContext,
    validateObject: ValidateObject,
  ): Promise<TokenRequest> {
    await validateObject(request);
    const wanted = requestedToken(request.spec, this.#dependencies.apiAudiences);
    this.#validate(wanted, context);
    const account = await this.#accounts.get(context.namespace, context.name);
    return this.#answer(request, account, wanted, context);
  }

  #validate(wanted: RequestedToken, { features }: RequestContext): void {
    const errors = validateRequestedToken(wanted, features);
    if (errors.length > 0) throw newInvalid(KIND, '', errors);
  }

  async #answer(
    request: TokenRequest,
    account: KubeObject,
    wanted: RequestedToken,
    context: RequestContext,
  ): Promise<TokenRequest> {
    const now = this.#dependencies.clock.now();
    const binding = await this.#bindings.resolve(wanted, account, context);
    const expirationSeconds = this.#shorten(binding.expirationSeconds, context);
    const signed = await this.#issue({ ...wanted, expirationSeconds }, account, binding.bound, now, context);
    return {
      ...request,
      spec: { ...request.spec, audiences: wanted.audiences, expirationSeconds },
      status: { token: signed, expirationTimestamp: rfc3339(now + expirationSeconds * 1000) },
    };
  }

  #shorten(asked: number, context: RequestContext): number {
    const { maxExpirationSeconds: longest } = this.#dependencies.tokenIssuer;
    if (longest <= 0 || asked <= longest) return asked;
    if (context.features.behaviours.tokenRequestWarnsShortened) {
      context.warn(`requested expiration of ${asked} seconds shortened to ${longest} seconds`);
    }
    return longest;
  }

  async #issue(
    wanted: RequestedToken,
    account: KubeObject,
    bound: BoundObject | undefined,
    now: number,
    context: RequestContext,
  ): Promise<string> {
    const { features, random, tokenIssuer } = this.#dependencies;
    const extended = this.#isExtended(wanted, bound);
    const request = {
      account,
      bound,
      audiences: wanted.audiences,
      attestations: wanted.attestations,
      expirationSeconds: extended ? EXPIRATION_EXTENSION_SECONDS : wanted.expirationSeconds,
      warnAfterSeconds: extended ? wanted.expirationSeconds : 0,
      now,
    };
    try {
      const issued = claims(request, features, random);
      const signed = await tokenIssuer.issue(issued);
      if (typeof issued['jti'] === 'string') {
        const key = `authentication.kubernetes.io/${features.behaviours.issuedCredentialAnnotation}`;
        context.annotate?.(key, `JTI=${issued['jti']}`);
      }
      return signed;
    } catch (error) {
      throw newInternalError(`failed to generate token: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  // Pods of before projected tokens ask for this very life and may not renew in time.
  #isExtended({ expirationSeconds, audiences }: RequestedToken, bound: BoundObject | undefined): boolean {
    const { apiAudiences, tokenIssuer, features } = this.#dependencies;
    if (!tokenIssuer.extendExpiration || bound?.kind !== 'Pod') return false;
    if (expirationSeconds !== WARN_ONLY_BOUND_TOKEN_EXPIRATION_SECONDS) return false;
    if (!features.behaviours.tokenRequestExtensionNeedsApiAudience) return true;
    return audiences.every((audience) => apiAudiences.includes(audience));
  }
}

function checkName({ name = '' }: ObjectMeta, context: RequestContext): void {
  if (name === '' || name === context.name) return;
  const error = invalid(Path.of('metadata', 'name'), name, 'must match the service account name if specified');
  throw newInvalid(KIND, context.name, [error]);
}

function fillMetadata(given: ObjectMeta, account: KubeObject, context: RequestContext): ObjectMeta {
  const filled = { ...given };
  filled.name ??= account.metadata.name ?? '';
  filled.namespace ??= account.metadata.namespace ?? '';
  if (!context.features.behaviours.tokenRequestFillsUid) return filled;
  const uid = account.metadata.uid ?? '';
  if (given.uid === undefined || given.uid === '') return { ...filled, uid };
  if (given.uid === uid) return filled;
  const text = `the UID in the token request (${given.uid}) does not match the UID of the service account (${uid})`;
  if (context.features.enabled('TokenRequestServiceAccountUIDValidation')) {
    throw newConflict({ group: KIND.group, resource: KIND.kind }, context.name, text);
  }
  context.annotate?.('authentication.k8s.io/token-request-uid-mismatch', text);
  context.warn(
    `${text} but TokenRequestServiceAccountUIDValidation is not enabled. In the future, this will return a conflict error`,
  );
  return filled;
}
