/** audit.k8s.io/v1 wire types. Source: k8s.io/apiserver/pkg/apis/audit/v1/types.go. */
import { type StatusDetails } from '../apis/meta/v1.js';

/** How much of a request is noted, from nothing to everything. */
export const AUDIT_LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;

export type AuditLevel = (typeof AUDIT_LEVELS)[number];

/** The points of a request's life that an event may be of. */
export const AUDIT_STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;

export type AuditStage = (typeof AUDIT_STAGES)[number];

export interface AuditUser {
  readonly username?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface AuditObjectReference {
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly apiGroup?: string;
  readonly apiVersion?: string;
  readonly resourceVersion?: string;
  readonly subresource?: string;
}

export interface AuditResponseStatus {
  readonly metadata: object;
  readonly status?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** One stage of one request, as it is written to the log. Tokens in it are cut short. */
export interface AuditEvent {
  readonly kind: 'Event';
  readonly apiVersion: 'audit.k8s.io/v1';
  readonly level: AuditLevel;
  /** As the client sent it in Audit-ID, else made up. */
  readonly auditID: string;
  readonly stage: AuditStage;
  readonly requestURI: string;
  readonly verb: string;
  /** Without members where the request could not be authenticated. */
  readonly user: AuditUser;
  readonly impersonatedUser?: AuditUser;
  readonly authenticationMetadata?: { readonly impersonationConstraint?: string };
  readonly sourceIPs?: readonly string[];
  readonly userAgent?: string;
  readonly objectRef?: AuditObjectReference;
  readonly responseStatus?: AuditResponseStatus;
  /** From level Request on: the object with its defaults, the patch, the options of a deletion. */
  readonly requestObject?: unknown;
  /** At level RequestResponse. */
  readonly responseObject?: unknown;
  /** RFC 3339 with microseconds. */
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Where events go. */
export interface AuditSink {
  /** `text`: the event as JSON, without a line's end. */
  process(event: () => AuditEvent, text: string): void;
  /** Resolves when all is written; nothing comes after. */
  close(): Promise<void>;
}
