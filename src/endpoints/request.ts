/** A request below the filters, without HTTP: what handlers take and give. */
import { type KubeObject } from '../apis/meta/v1.js';
import { type RequestAudit } from '../audit/request-audit.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { type RequestTrace } from '../metrics/observer.js';
import { type AnyKind } from '../registry/rest.js';
import { type OutputMediaType } from './negotiation.js';
import { type RequestInfo } from './request-info.js';

export type HeaderMap = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ApiRequest {
  readonly method: string;
  readonly info: RequestInfo;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: HeaderMap;
  readonly user: UserInfo;
  /** Whole, and empty where there is none. */
  readonly body: Uint8Array;
  /** Adds a Warning header to the answer. */
  warn(text: string): void;
  /** Absent where nobody keeps an audit log. */
  readonly audit?: RequestAudit | undefined;
  /** Noted for the statistics, where somebody keeps them. */
  readonly trace?: RequestTrace | undefined;
}

/** An object, list or Status, serialized as the client's Accept header asks. */
export interface ObjectResponse {
  readonly type: 'object';
  readonly code: number;
  readonly object: KubeObject;
  /** The kind of the object or of the list's items, for tables. */
  readonly kind?: AnyKind;
  /** As negotiated before the request was carried out; absent for errors. */
  readonly output?: OutputMediaType;
}

/** An answer with a format of its own. */
export interface TextResponse {
  readonly type: 'text';
  readonly code: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the body shows, where that is an API object that an audit log takes in. */
  readonly object?: object;
  /** Sent as it is, whatever the client can decompress. */
  readonly uncompressed?: boolean;
}

/** Where a stream's frames go. */
export interface FrameSink {
  write(frames: readonly Uint8Array[]): void;
  end(): void;
  /** Breaks off, whatever still waits to be read. */
  destroy(): void;
  /** Calls back once, when the client has gone. */
  onClose(listener: () => void): void;
  /** Calls back once, when the reader has taken what was written so far. */
  onDrained(listener: () => void): void;
  /** Bytes written and not yet taken by the reader. */
  readonly backlog: number;
}

/** An answer that goes on until the client leaves or the server ends it. */
export interface StreamResponse {
  readonly type: 'stream';
  /** Whose events it is of, where it is of any. */
  readonly kind?: string;
  readonly contentType: string;
  /** Bytes at the beginning of each frame that tell its length, and that a protocol with messages of its own leaves out. */
  readonly frameHead: number;
  /** True where frames are text. */
  readonly text: boolean;
  readonly start: (sink: FrameSink) => void;
}

export type ApiResponse = ObjectResponse | TextResponse | StreamResponse;

/** The header's first value. */
export function header(request: Pick<ApiRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
