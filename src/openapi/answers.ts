/** How documents are asked for and answered. Source: pkg/handler and pkg/handler3 of k8s.io/kube-openapi, Go's http.ServeContent. */
import { gzipSync } from 'node:zlib';
import { type Clock } from '../clock/clock.js';
import { parseAccept } from '../endpoints/accept.js';
import { type ApiRequest, header, type TextResponse } from '../endpoints/request.js';
import { type Features } from '../features/features.js';
import { type Document, type OpenAPIDocuments } from './documents.js';

const JSON_TYPE = 'application/json';
const PLAIN_TEXT = 'text/plain; charset=utf-8';

/** A form that a document can be asked for in: its subtype, and its type as answered. */
interface Form {
  readonly subType: string;
  readonly contentType: string;
  readonly body: (document: Document) => string | Uint8Array;
}

/** In the order of the server's preference; the protobuf form has two names. */
function forms(version: 'v2' | 'v3', named: boolean): readonly Form[] {
  const type = `com.github.proto-openapi.spec.${version}`;
  const protobuf = {
    contentType: named ? `application/${type}.v1.0+protobuf` : 'application/octet-stream',
    body: (document: Document) => document.protobuf(),
  };
  return [
    { subType: 'json', contentType: named ? JSON_TYPE : PLAIN_TEXT, body: ({ json }) => json },
    { subType: `${type}@v1.0+protobuf`, ...protobuf },
    { subType: `${type}.v1.0+protobuf`, ...protobuf },
  ];
}

export class OpenAPIAnswers {
  readonly #documents: OpenAPIDocuments;
  readonly #named: boolean;
  readonly #clock: Clock;
  /** When the documents came to be, in whole seconds, as HTTP has it. */
  readonly #modified: number;
  readonly #compressed = new WeakMap<Document, Map<string, Uint8Array>>();

  constructor(documents: OpenAPIDocuments, { behaviours }: Features, clock: Clock) {
    this.#documents = documents;
    this.#named = behaviours.openapiContentTypes;
    this.#clock = clock;
    this.#modified = Math.floor(clock.now() / 1000) * 1000;
  }

  v2(request: ApiRequest): TextResponse {
    const headers = { vary: 'Accept-Encoding, Accept' };
    const form = negotiate(forms('v2', this.#named), request);
    if (form === undefined) return answer(406, '', '', headers);
    const document = this.#documents.v2();
    const unchanged = this.#unlessKnown(document, request, headers);
    if (unchanged !== undefined) return unchanged;
    const response = this.#content(form.contentType, form.body(document), { ...headers, etag: quoted(document) });
    if (!acceptsGzip(request)) return response;
    const body = this.#gzipped(document, form);
    return { ...response, body, headers: { ...response.headers, 'content-encoding': 'gzip' } };
  }

  v3Index(): TextResponse {
    return this.#content(PLAIN_TEXT, this.#documents.v3Index(), {});
  }

  v3(name: string, request: ApiRequest): TextResponse {
    const document = this.#documents.v3(name);
    if (document === undefined) return answer(404, '', '', {});
    const form = negotiate(forms('v3', this.#named), request);
    if (form === undefined) return answer(406, '', '', { vary: 'Accept' });
    const hash = request.query.get('hash') ?? '';
    const headers = { vary: 'Accept', etag: quoted(document) };
    if (hash !== '' && hash !== document.etag) return this.#moved(name, document, headers);
    const cached = hash === '' ? {} : { 'cache-control': 'public, immutable', expires: inAYear(this.#clock.now()) };
    const unchanged = this.#unlessKnown(document, request, { ...headers, ...cached });
    return unchanged ?? this.#content(form.contentType, form.body(document), { ...headers, ...cached });
  }

  // Where no type is named yet, Go writes a page for browsers.
  #moved(name: string, { etag }: Document, headers: Readonly<Record<string, string>>): TextResponse {
    const location = `/openapi/v3/${name}?hash=${etag}`;
    if (this.#named) return answer(301, JSON_TYPE, '', { ...headers, location });
    const page = `<a href="${location}">Moved Permanently</a>.\n\n`;
    return answer(301, 'text/html; charset=utf-8', page, { ...headers, location });
  }

  /** 304 where the client has that document already. */
  #unlessKnown(
    document: Document,
    request: ApiRequest,
    headers: Readonly<Record<string, string>>,
  ): TextResponse | undefined {
    const known = header(request, 'if-none-match');
    const since = header(request, 'if-modified-since');
    const unchanged =
      known === undefined
        ? since !== undefined && Date.parse(since) >= this.#modified
        : known.split(',').some((tag) => ['*', quoted(document)].includes(tag.trim().replace(/^W\//, '')));
    return unchanged ? answer(304, '', '', { ...headers, etag: quoted(document) }) : undefined;
  }

  #content(contentType: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>): TextResponse {
    const served = { 'accept-ranges': 'bytes', 'last-modified': new Date(this.#modified).toUTCString() };
    return answer(200, contentType, body, { ...headers, ...served });
  }

  #gzipped(document: Document, form: Form): Uint8Array {
    let known = this.#compressed.get(document);
    if (known === undefined) this.#compressed.set(document, (known = new Map<string, Uint8Array>()));
    let body = known.get(form.contentType);
    if (body === undefined) known.set(form.contentType, (body = gzipSync(form.body(document), { level: 1 })));
    return body;
  }
}

function negotiate(offered: readonly Form[], request: ApiRequest): Form | undefined {
  const accept = header(request, 'accept') ?? '';
  for (const { type, subType } of parseAccept(accept === '' ? '*/*' : accept)) {
    if (type !== 'application' && type !== '*') continue;
    const form = offered.find((each) => subType === '*' || subType === each.subType);
    if (form !== undefined) return form;
  }
  return undefined;
}

function acceptsGzip(request: ApiRequest): boolean {
  return (header(request, 'accept-encoding') ?? '').split(',').some((coding) => coding.trim().split(';')[0] === 'gzip');
}

function quoted({ etag }: Document): string {
  return `"${etag}"`;
}

/** As Go's RFC1123 writes it. */
function inAYear(now: number): string {
  const date = new Date(now);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toUTCString().replace('GMT', 'UTC');
}

function answer(
  code: number,
  contentType: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>>,
): TextResponse {
  return { type: 'text', code, contentType, body, headers, uncompressed: true };
}
