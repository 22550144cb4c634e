/** From options to authenticators. */
import { type RequestHeaderNames } from '../authentication/request-header.js';
import { type AuthenticationConfig, type Authenticators, createAuthenticators } from '../authentication/index.js';
import { type Connection } from '../transport/kubeconfig.js';
import { Current } from './current.js';
import { type Expressions } from './expressions.js';
import { JWTAuthenticators } from './jwt-authenticators.js';
import { type ServerOptions, type StaticToken } from './options.js';
import { type TlsMaterial } from './tls.js';

const TWO_MINUTES = 120;

export interface AuthenticationSettings {
  readonly options: ServerOptions;
  readonly tls: Pick<TlsMaterial, 'clientCA' | 'requestHeaderCA'>;
  readonly requestHeader: RequestHeaderNames;
  /** That know what the options' configurations hold. */
  readonly expressions: Pick<Expressions, 'compileClaims' | 'compileCondition'>;
  /** Where the authentication webhook is. */
  readonly tokenWebhook?: Connection | undefined;
}

type Surroundings = Pick<
  AuthenticationConfig,
  | 'features'
  | 'clock'
  | 'getter'
  | 'client'
  | 'onError'
  | 'publicKeys'
  | 'serviceAccountIssuers'
  | 'apiAudiences'
  | 'tokenUses'
  | 'decodeAnswer'
>;

export interface Authentication {
  readonly authenticators: Authenticators;
  readonly staticTokens: Current<readonly StaticToken[]>;
  readonly jwtAuthenticators: JWTAuthenticators;
}

/** @throws Error in one line for an authentication configuration that upstream would refuse. */
export function createAuthentication(settings: AuthenticationSettings, surroundings: Surroundings): Authentication {
  const { options, tls, requestHeader, expressions } = settings;
  const { features, clock, serviceAccountIssuers, onError } = surroundings;
  const staticTokens = new Current(options.staticTokens ?? []);
  const jwtAuthenticators = new JWTAuthenticators(options, {
    ...{ features, clock, serviceAccountIssuers, onError },
    compile: expressions.compileClaims,
  });
  const { enabled = false, conditions = [] } = options.authenticationConfiguration?.anonymous ?? {
    // Upstream lets nobody in unknown where everybody may do everything.
    enabled: (options.anonymousAuth ?? true) && options.authorizationModes?.includes('AlwaysAllow') !== true,
  };
  const authenticators = createAuthenticators({
    ...surroundings,
    serviceAccountLookup: options.serviceAccountLookup ?? true,
    staticTokens: () => staticTokens.value,
    bootstrapTokens: options.bootstrapTokenAuth ?? false,
    clientCA: () => tls.clientCA.value,
    requestHeaderCA: () => tls.requestHeaderCA.value,
    requestHeader,
    jwtAuthenticators: () => jwtAuthenticators.current,
    tokenWebhook: webhookOf(settings),
    tokenCacheTtl: (options.authenticationTokenCacheTTL ?? 0) * 1000,
    anonymousAuth: enabled,
    anonymousPaths: conditions.map(({ path = '' }) => path),
  });
  return { authenticators, staticTokens, jwtAuthenticators };
}

function webhookOf({
  options: { authenticationTokenWebhook: options },
  tokenWebhook: connection,
}: AuthenticationSettings): AuthenticationConfig['tokenWebhook'] {
  if (options === undefined || connection === undefined) return undefined;
  const { version = 'v1beta1', cacheTTL = TWO_MINUTES } = options;
  return { connection, version, cacheTtl: cacheTTL * 1000 };
}
