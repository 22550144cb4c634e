/** Writes an answer on a fastify reply, in the representation that was negotiated. Source: k8s.io/apiserver/pkg/endpoints/handlers/responsewriters. */
import { type FastifyReply } from 'fastify';
import { type OutgoingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type KubeList, type KubeObject } from '../apis/meta/v1.js';
import { type RequestAudit } from '../audit/request-audit.js';
import { type Awaitable } from '../authentication/authenticator.js';
import { type Clock, httpDate } from '../clock/clock.js';
import { type ObservedRequest, type RequestObserver } from '../metrics/observer.js';
import { type Features } from '../features/features.js';
import { type Flow } from '../flowcontrol/flow-control.js';
import { type Table } from '../printers/table.js';
import { transformObject } from '../printers/transform.js';
import { loadSchemas } from '../apis/schema/load.js';
import { auditAnswer } from './audit-objects.js';
import { JSON_TYPE, negotiateError, type OutputMediaType, PROTOBUF_TYPE, YAML_TYPE } from './negotiation.js';
import { type ApiRequest, type ApiResponse, header, type ObjectResponse, type StreamResponse } from './request.js';
import { goJson, jsonOf, prettyJsonOf } from './serializers/json.js';
import { protobufOf } from './serializers/protobuf.js';
import { yamlOf } from './serializers/yaml.js';
import { type StreamRegistry } from './streams.js';
import { webSocketUpgrade } from './upgrades.js';
import { observedStream } from './observed-stream.js';
import { startOverWebSocket } from './websocket.js';

export interface RespondEnvironment {
  readonly features: Features;
  readonly clock: Clock;
  readonly streams: StreamRegistry;
}

/** What an answer needs of its request. */
export interface Answered extends ObservedRequest, Pick<ApiRequest, 'headers'> {
  readonly auditId: string;
  readonly warnings: readonly string[];
  /** Beside those that every answer has. */
  readonly responseHeaders: Readonly<Record<string, string>> | undefined;
  readonly flow: Flow | undefined;
  readonly audit?: RequestAudit | undefined;
  readonly observer?: RequestObserver | undefined;
  /** Takes note of an answer that is complete. */
  answered(code: number, bytes: number): void;
}

/** @throws StatusError where the object cannot be shown as the client asks. */
export function respond(
  reply: FastifyReply,
  response: ApiResponse,
  request: Answered,
  environment: RespondEnvironment,
): Awaitable<FastifyReply> {
  if (response.type === 'stream') return stream(reply, response, request, environment);
  const { contentType, text, retryAfter }: Serialized =
    response.type === 'text'
      ? { contentType: response.contentType, text: response.body }
      : serialize(response, request, environment);
  const headers = commonHeaders(request, environment.clock);
  if (response.type === 'text') {
    Object.assign(headers, response.headers);
    const { object } = response;
    if (object !== undefined) request.audit?.responseObject(undefined, '', () => goJson(object));
  }
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (contentType !== '') headers['content-type'] = contentType;
  const asItIs = response.type === 'text' && response.uncompressed === true;
  if (asItIs || !compressible(text, request)) return write(reply, response.code, headers, text, request);
  return compressed(text, headers).then((body) => write(reply, response.code, headers, body, request));
}

// Past fastify's own way of sending, which would put a charset on JSON types and costs more than making the answer.
function write(
  reply: FastifyReply,
  code: number,
  headers: Headers,
  body: string | Uint8Array,
  request: Answered,
): FastifyReply {
  reply.hijack();
  const { raw } = reply;
  const bytes = hasBody(code) ? Buffer.byteLength(body) : 0;
  if (hasBody(code)) headers['content-length'] = bytes;
  request.answered(code, bytes);
  request.audit?.respond(code);
  raw.writeHead(code, headers);
  TURN.end(raw, request.method === 'HEAD' || !hasBody(code) ? undefined : body);
  request.audit?.end();
  return reply;
}

type Raw = Pick<FastifyReply['raw'], 'end'>;

/**
 * Answers that are ready in one turn of the event loop are sent at its end, together: sending one wakes its client up, and
 * that costs as much as making the answer.
 */
class Turn {
  #answers: [raw: Raw, body: string | Uint8Array | undefined][] = [];

  end(raw: Raw, body: string | Uint8Array | undefined): void {
    if (this.#answers.push([raw, body]) === 1) setImmediate(() => this.#send());
  }

  #send(): void {
    const answers = this.#answers;
    this.#answers = [];
    for (const [raw, body] of answers) raw.end(body);
  }
}

const TURN = new Turn();

type Headers = Record<string, string | number | string[]>;

function hasBody(code: number): boolean {
  return code !== 204 && code !== 304;
}

interface Serialized {
  readonly contentType: string;
  readonly text: string | Uint8Array;
  readonly retryAfter?: number;
}

function serialize(response: ObjectResponse, request: Answered, { features, clock }: RespondEnvironment): Serialized {
  const { kind, object } = response;
  const details = 'details' in object ? (object.details as { retryAfterSeconds?: number } | undefined) : undefined;
  const seconds = details?.retryAfterSeconds;
  const retryAfter = seconds === undefined ? {} : { retryAfter: seconds };
  const output = response.output ?? negotiateError(request);
  // Upstream knows no serializer then, and writes JSON past them.
  if (output === undefined) return { contentType: JSON_TYPE.name, text: goJson(object, 2), ...retryAfter };
  const { query } = request;
  const shown =
    kind === undefined ? object : transformObject(object, output.as, { kind, query, features, now: clock.now() });
  if (request.audit !== undefined) auditAnswer(request.audit, shown);
  return { contentType: output.contentType, text: bodyOf(shown, output, kind, features), ...retryAfter };
}

function bodyOf(
  shown: KubeObject | KubeList | Table,
  { mediaType, pretty }: OutputMediaType,
  kind: ObjectResponse['kind'],
  features: Features,
): string | Uint8Array {
  if (mediaType === PROTOBUF_TYPE) return protobufOf(shown, loadSchemas(features.version.minor), kind);
  if (mediaType === YAML_TYPE) return yamlOf(shown);
  return `${(pretty ? prettyJsonOf : jsonOf)(shown)}\n`;
}

function commonHeaders({ auditId, warnings, responseHeaders, flow }: Answered, clock: Clock): Headers {
  const headers: Headers = {
    'audit-id': auditId,
    'cache-control': 'no-cache, private',
    date: httpDate(clock.now()),
  };
  if (flow !== undefined) {
    headers['x-kubernetes-pf-flowschema-uid'] = flow.schemaUid;
    headers['x-kubernetes-pf-prioritylevel-uid'] = flow.levelUid;
  }
  if (responseHeaders !== undefined) Object.assign(headers, responseHeaders);
  if (warnings.length > 0) headers['warning'] = warnings.map(warningHeader);
  return headers;
}

/** RFC 7234, section 5.5, with the code and agent that Kubernetes uses. */
function warningHeader(text: string): string {
  return `299 - "${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/[\r\n]+/g, ' ')}"`;
}

/** Bytes from which answers are compressed, as upstream's APIResponseCompression has it. */
const COMPRESSED_FROM = 128 * 1024;
const compress = promisify(gzip);

function compressible(text: string | Uint8Array, request: Answered): boolean {
  if (text.length < COMPRESSED_FROM) return false;
  return (header(request, 'accept-encoding') ?? '').split(',').some((c) => c.trim().split(';')[0] === 'gzip');
}

function compressed(text: string | Uint8Array, headers: OutgoingHttpHeaders): Promise<Buffer> {
  headers['content-encoding'] = 'gzip';
  headers['vary'] = 'Accept-Encoding';
  return compress(text, { level: 1 });
}

function stream(
  reply: FastifyReply,
  response: StreamResponse,
  request: Answered,
  { clock, streams }: RespondEnvironment,
): Awaitable<FastifyReply> {
  reply.hijack();
  const { raw } = reply;
  const upgrade = webSocketUpgrade(reply.request.raw, request.headers);
  if (upgrade !== undefined) {
    const observed = observedStream(response, request, 101);
    return startOverWebSocket(upgrade, request.headers, observed, streams).then(() => reply);
  }
  raw.writeHead(200, { ...commonHeaders(request, clock), 'content-type': response.contentType });
  raw.flushHeaders();
  observedStream(response, request, 200).start(streams.open(raw));
  return reply;
}
