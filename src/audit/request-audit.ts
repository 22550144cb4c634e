/** What is noted of one request while it is served. Sources: k8s.io/apiserver/pkg/audit/{context,request}.go, pkg/endpoints/filters/audit.go. */
import { type ObjectMeta, type Status } from '../apis/meta/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { rfc3339Micro } from '../clock/clock.js';
import {
  AUDIT_LEVELS,
  type AuditLevel,
  type AuditObjectReference,
  type AuditResponseStatus,
  type AuditStage,
} from './event.js';
import { masked } from './mask.js';
import { type AuditedRequest, type AuditRule } from './policy.js';
import { type AuditRecord } from './text.js';

/** What is known of a request when it comes. */
export interface ReceivedRequest {
  readonly auditID: string;
  readonly requestURI: string;
  /** Milliseconds since the epoch. */
  readonly received: number;
  readonly sourceIPs: readonly string[];
  readonly userAgent: string;
  /** True for what may go on for long: its answer's beginning is an event of its own. */
  readonly longRunning: boolean;
}

export interface AuditEnvironment {
  ruleFor(user: UserInfo | undefined, request: AuditedRequest): AuditRule;
  /** Every stage that the policy does not leave out. */
  emit(record: AuditRecord): void;
  now(): number;
  /** A refusal's message and details are noted. */
  readonly wholeStatus: boolean;
}

export class RequestAudit {
  readonly #environment: AuditEnvironment;
  readonly #received: ReceivedRequest;
  readonly #annotations = new Map<string, string>();
  #rule: AuditRule | undefined;
  #verb = '';
  #user: UserInfo | undefined;
  #impersonated: UserInfo | undefined;
  #constraint = '';
  #objectRef: AuditObjectReference | undefined;
  #status: AuditResponseStatus | undefined;
  #requestObject: string | undefined;
  #responseObject: string | undefined;
  #unauthenticated = false;
  #started = false;
  #ended = false;

  constructor(environment: AuditEnvironment, received: ReceivedRequest) {
    this.#environment = environment;
    this.#received = received;
  }

  /** Adds an annotation, also before it is known whether the request is noted at all. The first value of a key stays. */
  annotate(key: string, value: string): void {
    if (!this.#annotations.has(key)) this.#annotations.set(key, value);
  }

  /** The request is known, and who sent it. */
  begin(user: UserInfo, request: AuditedRequest): void {
    this.#evaluate(user, request);
    this.#emit('RequestReceived');
  }

  /** Refused before anybody knows who sent the request. */
  refuse(request: AuditedRequest): void {
    this.#evaluate(undefined, request);
    this.#unauthenticated = true;
  }

  /** `constraint`: the verb of constrained impersonation that let it be. */
  impersonate(user: UserInfo, constraint: string): void {
    this.#impersonated = user;
    this.#constraint = constraint;
  }

  /** True where objects of this level are noted: what costs something is made only then. */
  wants(level: AuditLevel): boolean {
    return this.#rule !== undefined && AUDIT_LEVELS.indexOf(this.#rule.level) >= AUDIT_LEVELS.indexOf(level);
  }

  get omitsManagedFields(): boolean {
    return this.#rule?.omitManagedFields === true;
  }

  /** `json`: the whole object, with its defaults. */
  requestObject(metadata: ObjectMeta | undefined, kind: string, json: () => string): void {
    if (!this.wants('Metadata')) return;
    const { namespace = '', name = '', uid = '', resourceVersion = '' } = this.#objectRef ?? {};
    this.#objectRef = {
      ...this.#objectRef,
      namespace: namespace === '' ? (metadata?.namespace ?? '') : namespace,
      name: name === '' ? (metadata?.name ?? '') : name,
      uid: uid === '' ? (metadata?.uid ?? '') : uid,
      resourceVersion: resourceVersion === '' ? (metadata?.resourceVersion ?? '') : resourceVersion,
    };
    if (this.wants('Request')) this.#requestObject = masked(json(), kind);
  }

  requestPatch(json: () => string): void {
    if (this.wants('Request')) this.#requestObject = masked(json(), '');
  }

  /** An answer that is an object. `json`: as the client is shown it. */
  responseObject(status: Status | undefined, kind: string, json: () => string): void {
    if (status !== undefined) this.#status = this.#statusOf(status);
    if (this.wants('RequestResponse')) this.#responseObject = masked(json(), kind);
  }

  /** The answer begins. */
  respond(code: number): void {
    if (this.#started) return;
    this.#started = true;
    this.#status = { metadata: {}, ...this.#status, code };
    if (this.#received.longRunning || this.#unauthenticated) this.#emit('ResponseStarted');
  }

  /** The answer is complete. */
  end(): void {
    if (!this.#unauthenticated && !this.#ended) this.#emit('ResponseComplete');
    this.#ended = true;
  }

  /** The server failed. */
  panic(message: string): void {
    this.#status = { metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 };
    this.#emit('Panic');
    this.#ended = true;
  }

  #evaluate(user: UserInfo | undefined, request: AuditedRequest): void {
    this.#rule = this.#environment.ruleFor(user, request);
    this.#user = user;
    this.#verb = request.verb;
    if (!request.isResourceRequest) return;
    const { resource, namespace, name, apiGroup, apiVersion, subresource } = request;
    this.#objectRef = { resource, namespace, name, uid: '', apiGroup, apiVersion, resourceVersion: '', subresource };
  }

  #statusOf({ status, message = '', reason, details, code }: Status): AuditResponseStatus {
    return {
      metadata: {},
      status,
      ...(this.#environment.wholeStatus && message !== '' ? { message } : {}),
      ...(reason === undefined ? {} : { reason }),
      ...(this.#environment.wholeStatus && details !== undefined ? { details } : {}),
      ...(code === undefined ? {} : { code }),
    };
  }

  #emit(stage: AuditStage): void {
    const rule = this.#rule;
    if (rule === undefined || rule.level === 'None' || rule.omitStages.includes(stage)) return;
    const { auditID, requestURI, received, sourceIPs, userAgent } = this.#received;
    const impersonated = this.#impersonated;
    const now = this.#environment.now();
    this.#environment.emit({
      level: rule.level,
      auditID,
      stage,
      requestURI,
      verb: this.#verb,
      user: this.#user ?? {},
      ...(impersonated && { impersonatedUser: impersonated }),
      ...(this.#constraint === '' ? {} : { authenticationMetadata: { impersonationConstraint: this.#constraint } }),
      sourceIPs,
      userAgent,
      ...(this.#objectRef && { objectRef: this.#objectRef }),
      ...(this.#status && { responseStatus: this.#status }),
      requestObject: this.#requestObject,
      responseObject: this.#responseObject,
      requestReceivedTimestamp: rfc3339Micro(received),
      stageTimestamp: rfc3339Micro(stage === 'RequestReceived' ? received : now),
      ...(this.#annotations.size === 0 ? {} : { annotations: Object.fromEntries(this.#annotations) }),
    });
  }
}
