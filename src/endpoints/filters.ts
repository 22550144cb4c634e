/**
 * What every request passes before it is dispatched, in upstream's order.
 * Source: k8s.io/apiserver/pkg/server/config.go (DefaultBuildHandlerChain).
 */
import { newUnauthorized } from '../apis/errors.js';
import {
  AuthenticationError,
  type ClientCertificate,
  type RequestAuthenticator,
  type UserInfo,
} from '../authentication/authenticator.js';
import { type Authorizer } from '../authorization/authorizer.js';
import { type Features } from '../features/features.js';
import { attributesOf } from './attributes.js';
import { newRequestForbidden } from './forbidden.js';
import { impersonate } from './impersonation.js';
import { type HeaderMap } from './request.js';
import { type RequestInfo } from './request-info.js';

export interface FilterEnvironment {
  readonly authenticator: RequestAuthenticator;
  readonly apiAudiences: readonly string[];
  readonly authorizer: Authorizer;
  readonly features: Features;
}

/** A request on its way through the filters. */
export interface FilteredRequest {
  readonly info: RequestInfo;
  readonly headers: HeaderMap;
  /** As the client sent it. */
  readonly uri: string;
  readonly clientCertificate?: ClientCertificate;
  warn(text: string): void;
  /** Set by authentication, replaced by impersonation. */
  user?: UserInfo;
}

/** Refuses by throwing a StatusError. */
type Filter = (request: FilteredRequest, environment: FilterEnvironment, onRefused: OnRefused) => Promise<void>;

/** Told why a credential was refused: the client is only told that it was. */
type OnRefused = (reason: string) => void;

const FILTERS: readonly (readonly [name: string, filter: Filter])[] = [
  ['authentication', authenticate],
  ['impersonation', actAs],
  ['authorization', authorize],
];

/** Runs the filters; afterwards the request has a user who may do what it asks. */
export async function runFilters(
  request: FilteredRequest,
  environment: FilterEnvironment,
  onRefused: OnRefused,
): Promise<void> {
  for (const [, filter] of FILTERS) await filter(request, environment, onRefused);
}

async function authenticate(
  request: FilteredRequest,
  { authenticator, apiAudiences }: FilterEnvironment,
  onRefused: OnRefused,
): Promise<void> {
  const credentials = {
    headers: request.headers,
    ...(request.clientCertificate === undefined ? {} : { clientCertificate: request.clientCertificate }),
    warn: (text: string) => request.warn(text),
  };
  try {
    const response = await authenticator.authenticateRequest(credentials, apiAudiences);
    if (response !== undefined) {
      request.user = response.user;
      return;
    }
    onRefused('no credential was recognised');
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    onRefused(error.message);
  }
  throw newUnauthorized();
}

async function actAs(request: FilteredRequest, environment: FilterEnvironment): Promise<void> {
  const { authorizer, features } = environment;
  const user = await impersonate(request.headers, userOf(request), request.info, authorizer, features, request.uri);
  if (user !== undefined) request.user = user;
}

async function authorize(request: FilteredRequest, { authorizer, features }: FilterEnvironment): Promise<void> {
  const attributes = attributesOf(userOf(request), request.info, features);
  const { decision, reason } = await authorizer.authorize(attributes);
  if (decision !== 'allow') throw newRequestForbidden(attributes, reason);
}

function userOf({ user }: FilteredRequest): UserInfo {
  if (user === undefined) throw new Error('the authentication filter has not run');
  return user;
}
