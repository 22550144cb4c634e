/** What the request pipeline tells of requests on their way. Numbers alone come of it. */
import { type AuditedRequest } from '../audit/policy.js';

/** A path without a kind behind it, as statistics call it. */
export interface CountedPath {
  readonly component: '' | 'apiserver';
  readonly subresource: string;
}

/** How a request was found to be answered. */
export interface RequestTrace {
  /** Set where a kind or a counted path took the request; others are in no statistics, as upstream has it. */
  routed?: 'built-in' | 'custom' | CountedPath;
  /** The release that removes the API version that was asked; '' for a version that is deprecated without one. */
  deprecated?: string;
}

export interface ObservedRequest {
  readonly method: string;
  readonly info: AuditedRequest & { readonly parts: readonly string[] };
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly trace: RequestTrace;
}

export type AuthenticationResult = 'success' | 'failure' | 'error';

export type AuthorizationResult = 'allowed' | 'denied' | 'no-opinion' | 'error';

export interface RequestObserver {
  /** Milliseconds since the epoch. */
  now(): number;
  /** `milliseconds`: how long it took to know. */
  authenticated(result: AuthenticationResult, username: string, milliseconds: number): void;
  authorized(result: AuthorizationResult, milliseconds: number): void;
  /** A request was sorted and let through. */
  dispatched(flow: { readonly schema: string; readonly level: string }): void;
  /** A request is being served. */
  begin(method: string): void;
  /** It is no longer. */
  end(method: string): void;
  /** A request was answered with so many bytes, `milliseconds` after it came. */
  answered(request: ObservedRequest, code: number, bytes: number, milliseconds: number): void;
  /** A request goes on for long; to be told of its end by the function returned. */
  longRunning(request: ObservedRequest): () => void;
  /** A watch sent so many events. */
  watchEvents(request: ObservedRequest, kind: string, count: number): void;
}
