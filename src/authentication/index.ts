/** The authenticators and their order. Source: pkg/kubeapiserver/authenticator/config.go. */
import { type Client, type Getter } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { LastUse } from '../serviceaccount/last-use.js';
import { type PublicKeys } from '../serviceaccount/public-keys.js';
import { type TokenUses } from '../serviceaccount/token-uses.js';
import { TokenVerifier } from '../serviceaccount/verifier.js';
import { Anonymous } from './anonymous.js';
import { AudienceAgnosticRequest, AudienceAgnosticToken } from './audiences.js';
import { type RequestAuthenticator, type TokenAuthenticator } from './authenticator.js';
import { BearerOnly, BearerToken } from './bearer-token.js';
import { BootstrapToken } from './bootstrap-token.js';
import { type BundleSource, CertificateVerifier } from './certificate-verifier.js';
import { AuthenticatedGroupAdder } from './group-adder.js';
import { type JWTAuthenticator } from './oidc/jwt-authenticator.js';
import { legacyServiceAccountAuthenticator } from './legacy-service-account.js';
import { serviceAccountAuthenticator } from './service-account.js';
import { BehindLoopback } from './loopback.js';
import { RequestHeader, type RequestHeaderNames } from './request-header.js';
import { TokenCache } from './token-cache.js';
import { type StaticToken, TokenFile } from './token-file.js';
import { type AnswerDecoder } from '../transport/webhook.js';
import { tokenWebhook, type TokenWebhookOptions } from './token-webhook.js';
import { FailFastRequestUnion, FailFastTokenUnion, RequestUnion, TokenUnion } from './union.js';
import { WebSocketProtocol } from './websocket-protocol.js';
import { X509 } from './x509.js';

export interface AuthenticationConfig {
  readonly features: Features;
  readonly clock: Clock;
  readonly decodeAnswer: AnswerDecoder;
  readonly getter: Getter;
  /** Acts as the API server itself; notes the use of tokens that live in secrets. */
  readonly client: Client;
  readonly onError: (error: unknown, message: string) => void;
  /** What verifies service account tokens. */
  readonly publicKeys: PublicKeys;
  readonly serviceAccountIssuers: readonly string[];
  /** False: tokens that live in secrets are not looked up. */
  readonly serviceAccountLookup: boolean;
  readonly apiAudiences: readonly string[];
  /** Those that count now. */
  readonly staticTokens: () => readonly StaticToken[];
  /** True: tokens in secrets of type bootstrap.kubernetes.io/token are accepted. */
  readonly bootstrapTokens: boolean;
  /** Whose client certificates name users. */
  readonly clientCA: BundleSource;
  /** Whose client certificates let a proxy name users in headers. */
  readonly requestHeaderCA: BundleSource;
  readonly requestHeader: RequestHeaderNames;
  /** Asked in order; those that count now. */
  readonly jwtAuthenticators: () => readonly JWTAuthenticator[];
  /** Asked last of all. */
  readonly tokenWebhook: Pick<TokenWebhookOptions, 'connection' | 'version' | 'cacheTtl' | 'retryDelay'> | undefined;
  /** Milliseconds for which a token that was good is not looked at again; 0: none. */
  readonly tokenCacheTtl: number;
  readonly anonymousAuth: boolean;
  /** Counted up with every use. */
  readonly tokenUses: TokenUses;
  /** Where nobody needs to be known; empty: everywhere. */
  readonly anonymousPaths: readonly string[];
}

export interface Authenticators {
  /** For requests; to be asked with the API's audiences. Undefined and AuthenticationError: 401. */
  readonly request: RequestAuthenticator;
  /** The same, asked about one bearer token, as TokenReview does. */
  readonly token: TokenAuthenticator;
}

export function createAuthenticators(config: AuthenticationConfig): Authenticators {
  const { apiAudiences, clock, features } = config;
  const union = new TokenUnion(tokenAuthenticators(config));
  const tokens =
    config.tokenCacheTtl === 0
      ? union
      : new TokenCache(union, { clock, successTtl: config.tokenCacheTtl, failureTtl: 0, cachesErrors: true });
  const proxies = new RequestHeader(new CertificateVerifier(config.requestHeaderCA, clock), config.requestHeader);
  const requests = [
    new AudienceAgnosticRequest(apiAudiences, proxies),
    new X509(new CertificateVerifier(config.clientCA, clock), features),
    new BearerToken(tokens),
    new WebSocketProtocol(tokens),
  ];
  const known = new AuthenticatedGroupAdder(new RequestUnion(requests));
  const everyone = config.anonymousAuth
    ? new FailFastRequestUnion([known, new Anonymous(config.anonymousPaths)])
    : known;
  const request = new BehindLoopback(everyone);
  return { request, token: new BearerOnly(request) };
}

function tokenAuthenticators(config: AuthenticationConfig): readonly TokenAuthenticator[] {
  const { features, clock, getter, apiAudiences, tokenUses: uses } = config;
  const verifier = new TokenVerifier(config.publicKeys, features);
  const lastUse = new LastUse(config.client, clock, config.onError);
  const lookup = config.serviceAccountLookup;
  const issuers = config.serviceAccountIssuers;
  return [
    new AudienceAgnosticToken(apiAudiences, new TokenFile(config.staticTokens)),
    legacyServiceAccountAuthenticator({ verifier, apiAudiences, getter, lastUse, lookup, features, uses }),
    serviceAccountAuthenticator({ verifier, apiAudiences, getter, clock, features, issuers, uses }),
    ...(config.bootstrapTokens ? [new AudienceAgnosticToken(apiAudiences, new BootstrapToken(getter, clock))] : []),
    new AudienceAgnosticToken(apiAudiences, new FailFastTokenUnion(config.jwtAuthenticators)),
    ...(config.tokenWebhook === undefined ? [] : [tokenWebhook({ ...config, ...config.tokenWebhook })]),
  ];
}
