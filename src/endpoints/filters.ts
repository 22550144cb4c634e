/**
 * What every request passes before it is dispatched, in upstream's order.
 * Source: k8s.io/apiserver/pkg/server/config.go (DefaultBuildHandlerChain).
 */
import { newBadRequest, newUnauthorized } from '../apis/errors.js';
import { DecodeError } from '../apis/schema/decode-error.js';
import { parseDuration } from '../apis/schema/duration.js';
import {
  AuthenticationError,
  type AuthenticatorResponse,
  type Awaitable,
  type ClientCertificate,
  type RequestAuthenticator,
  type UserInfo,
} from '../authentication/authenticator.js';
import { type RequestAudit } from '../audit/request-audit.js';
import { type Attributes, type Authorizer, type Decision } from '../authorization/authorizer.js';
import { type Features } from '../features/features.js';
import { type Flow, type FlowControl } from '../flowcontrol/flow-control.js';
import { attributesOf } from './attributes.js';
import { newPlainInternalError, newRequestForbidden } from './forbidden.js';
import { impersonate } from './impersonation.js';
import { type AuthenticationResult, type AuthorizationResult, type RequestObserver } from '../metrics/observer.js';
import { isLongRunning } from './received-request.js';
import { impersonates } from './repeated-headers.js';
import { type HeaderMap } from './request.js';
import { type RequestInfo } from './request-info.js';

export interface FilterEnvironment {
  readonly authenticator: RequestAuthenticator;
  readonly apiAudiences: readonly string[];
  readonly authorizer: Authorizer;
  readonly features: Features;
  readonly flowControl: FlowControl;
  /** Left out where nobody counts. */
  readonly observer?: RequestObserver | undefined;
}

/** A request on its way through the filters. */
export interface FilteredRequest {
  readonly info: RequestInfo;
  readonly headers: HeaderMap;
  /** Names and values in turn, as received. */
  readonly rawHeaders?: readonly string[];
  readonly query: URLSearchParams;
  /** As the client sent it. */
  readonly uri: string;
  readonly clientCertificate?: ClientCertificate | undefined;
  warn(text: string): void;
  /** Absent where nobody keeps an audit log. */
  readonly audit?: RequestAudit | undefined;
  /** Set by authentication, replaced by impersonation. */
  user?: UserInfo | undefined;
  /** Set where flow control sorted the request. */
  flow?: Flow | undefined;
}

/** Refuses by throwing a StatusError. */
type Filter = (request: FilteredRequest, environment: FilterEnvironment, onRefused: OnRefused) => Awaitable<void>;

/** Told why a credential was refused: the client is only told that it was. */
type OnRefused = (reason: string) => void;

const FILTERS: readonly (readonly [name: string, filter: Filter])[] = [
  ['requestDeadline', checkTimeout],
  ['authentication', authenticate],
  ['audit', beginAudit],
  ['impersonation', actAs],
  ['priorityAndFairness', sort],
  ['authorization', authorize],
];

/** Runs the filters; afterwards the request has a user who may do what it asks. Waits only where a filter has to. */
export function runFilters(
  request: FilteredRequest,
  environment: FilterEnvironment,
  onRefused: OnRefused,
  first = 0,
): Awaitable<void> {
  for (let i = first; i < FILTERS.length; i++) {
    const pending = FILTERS[i]?.[1](request, environment, onRefused);
    if (pending instanceof Promise) return pending.then(() => runFilters(request, environment, onRefused, i + 1));
  }
}

/** Source: k8s.io/apiserver/pkg/endpoints/filters/request_deadline.go. Nothing here takes as long as any timeout that is asked for. */
function checkTimeout(request: FilteredRequest, { features }: FilterEnvironment): void {
  const timeout = request.query.size === 0 ? null : request.query.get('timeout');
  if (timeout === null || timeout === '' || !features.behaviours.requestTimeoutChecked) return;
  if (isLongRunning(request.info)) return;
  try {
    parseDuration(timeout);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    request.audit?.refuse(request.info);
    throw newBadRequest(`invalid timeout specified in the request URL - ${error.message}`);
  }
}

function authenticate(
  request: FilteredRequest,
  { authenticator, apiAudiences, observer }: FilterEnvironment,
  onRefused: OnRefused,
): Awaitable<void> {
  const { headers, rawHeaders = [], clientCertificate } = request;
  const warn = (text: string): void => request.warn(text);
  const { audit } = request;
  const { path } = request.info;
  const annotate = audit && { annotate: (key: string, value: string): void => audit.annotate(key, value) };
  const credentials =
    clientCertificate === undefined
      ? { headers, path, warn, ...annotate }
      : { headers, rawHeaders, path, clientCertificate, warn, ...annotate };
  const began = observer?.now() ?? 0;
  const observe = (result: AuthenticationResult, username = ''): void => {
    observer?.authenticated(result, username, observer.now() - began);
  };
  const accept = (response: AuthenticatorResponse | undefined): void => {
    if (response === undefined) throw UNRECOGNISED;
    request.user = response.user;
    observe('success', response.user.username);
  };
  const refuse = (error: unknown): never => {
    if (!(error instanceof AuthenticationError)) throw error;
    observe(error === UNRECOGNISED ? 'failure' : 'error');
    onRefused(error.message);
    request.audit?.refuse(request.info);
    throw newUnauthorized();
  };
  try {
    const answer = authenticator.authenticateRequest(credentials, apiAudiences);
    if (answer instanceof Promise) return answer.then(accept).catch(refuse);
    accept(answer);
  } catch (error) {
    refuse(error);
  }
}

/** One for all requests. */
const UNRECOGNISED = new AuthenticationError('no credential was recognised');

function beginAudit(request: FilteredRequest): void {
  request.audit?.begin(userOf(request), request.info);
}

function actAs(request: FilteredRequest, environment: FilterEnvironment): Awaitable<void> {
  const { headers, info, uri } = request;
  if (!impersonates(headers)) return;
  const { authorizer, features } = environment;
  return impersonate(headers, userOf(request), info, authorizer, features, uri).then((acting) => {
    if (acting === undefined) return;
    request.user = acting.user;
    request.audit?.impersonate(acting.user, acting.constraint);
  });
}

/** Source: k8s.io/apiserver/pkg/server/filters/priority-and-fairness.go: what runs long is not sorted, but for watches. */
function sort(request: FilteredRequest, { flowControl, observer }: FilterEnvironment): void {
  const { info } = request;
  if (info.verb !== 'watch' && isLongRunning(info)) return;
  request.flow = flowControl.classify(userOf(request), info);
  if (request.flow !== undefined) observer?.dispatched(request.flow);
}

function authorize(request: FilteredRequest, environment: FilterEnvironment): Awaitable<void> {
  const { authorizer, features, observer } = environment;
  const began = observer?.now() ?? 0;
  const attributes = attributesOf(userOf(request), request.info, features);
  const decision = authorizer.authorize(attributes);
  const settle = (made: Decision): void => {
    observer?.authorized(resultOf(made), observer.now() - began);
    check(attributes, made, request);
  };
  if (decision instanceof Promise) return decision.then(settle);
  settle(decision);
}

function resultOf({ decision, error }: Decision): AuthorizationResult {
  if (decision === 'allow') return 'allowed';
  if (error !== undefined) return 'error';
  return decision === 'deny' ? 'denied' : 'no-opinion';
}

function check(attributes: Attributes, { decision, reason, error }: Decision, { audit, uri }: FilteredRequest): void {
  const allowed = decision === 'allow';
  if (!allowed && error !== undefined) {
    audit?.annotate('authorization.k8s.io/reason', 'internal error');
    throw newPlainInternalError(uri, error);
  }
  audit?.annotate('authorization.k8s.io/decision', allowed ? 'allow' : 'forbid');
  audit?.annotate('authorization.k8s.io/reason', reason);
  if (!allowed) throw newRequestForbidden(attributes, reason);
}

function userOf({ user }: FilteredRequest): UserInfo {
  if (user === undefined) throw new Error('the authentication filter has not run');
  return user;
}
