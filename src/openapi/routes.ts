/** The paths of OpenAPI. Source: pkg/handler and pkg/handler3 of k8s.io/kube-openapi, k8s.io/kube-aggregator/pkg/controllers/openapiv3. */
import { loadSchemas } from '../apis/schema/load.js';
import { parseAccept } from '../endpoints/accept.js';
import { type NonResourceRoute } from '../endpoints/dispatch.js';
import { type ApiRequest, header, type TextResponse } from '../endpoints/request.js';
import { type Features } from '../features/features.js';
import { kindsOf } from '../registry/index.js';
import { type Document, openAPIDocuments, type OpenAPIDocuments } from './documents.js';

const JSON_TYPE = 'application/json';
const PLAIN_TEXT = 'text/plain; charset=utf-8';
const V2_PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** The subtypes that a document can be asked for in, in the server's order of preference. */
type Form = readonly [subType: string, contentType: string, make: (documents: OpenAPIDocuments) => Document];

export function openapiRoutes(features: Features): NonResourceRoute[] {
  const documents = openAPIDocuments(loadSchemas(features.version.minor), kindsOf(features), features);
  const v2: NonResourceRoute = {
    path: '/openapi/v2',
    anyMethod: true,
    handle: (request) => answerV2(documents, request, features),
  };
  if (!features.enabled('OpenAPIV3')) return [v2];
  return [
    v2,
    {
      path: '/openapi/v3',
      prefix: true,
      anyMethod: true,
      listed: ['/openapi/v3', '/openapi/v3/'],
      handle: (request) => {
        const name = request.info.path.slice('/openapi/v3/'.length);
        if (request.info.path === '/openapi/v3') return respond(documents.v3Index().body, PLAIN_TEXT, {});
        return answerV3(documents.v3(name), name, request, features);
      },
    },
  ];
}

function answerV2(documents: OpenAPIDocuments, request: ApiRequest, { behaviours }: Features): TextResponse {
  const named = behaviours.openapiContentTypes;
  const protobufType = named ? V2_PROTOBUF : 'application/octet-stream';
  const forms: readonly Form[] = [
    ['json', named ? JSON_TYPE : PLAIN_TEXT, (all) => all.v2()],
    ['com.github.proto-openapi.spec.v2@v1.0+protobuf', protobufType, (all) => all.v2Protobuf()],
    ['com.github.proto-openapi.spec.v2.v1.0+protobuf', protobufType, (all) => all.v2Protobuf()],
  ];
  const form = negotiate(forms, request);
  if (form === undefined) return notAcceptable();
  const document = form[2](documents);
  return unlessKnown(request, document, form[1], { vary: 'Accept' });
}

function answerV3(
  document: Document | undefined,
  name: string,
  request: ApiRequest,
  { behaviours }: Features,
): TextResponse {
  if (document === undefined) return respond('', PLAIN_TEXT, {}, 404);
  if (negotiate([['json', JSON_TYPE, () => document]], request) === undefined) return notAcceptable();
  const contentType = behaviours.openapiContentTypes ? JSON_TYPE : PLAIN_TEXT;
  const hash = request.query.get('hash') ?? '';
  if (hash !== '' && hash !== document.etag) {
    return respond('', PLAIN_TEXT, { location: `/openapi/v3/${name}?hash=${document.etag}` }, 301);
  }
  const cached = hash === '' ? {} : { 'cache-control': 'public, immutable' };
  return unlessKnown(request, document, contentType, { vary: 'Accept', ...cached });
}

function negotiate(forms: readonly Form[], request: ApiRequest): Form | undefined {
  for (const clause of parseAccept(header(request, 'accept') ?? '*/*')) {
    if (clause.type !== 'application' && clause.type !== '*') continue;
    const form = forms.find(([subType]) => clause.subType === '*' || clause.subType === subType);
    if (form !== undefined) return form;
  }
  return undefined;
}

/** 304 where the client has that document already. */
function unlessKnown(
  request: ApiRequest,
  { body, etag }: Document,
  contentType: string,
  headers: Readonly<Record<string, string>>,
): TextResponse {
  const quoted = `"${etag}"`;
  const known = header(request, 'if-none-match')
    ?.split(',')
    .some((tag) => tag.trim().replace(/^W\//, '') === quoted);
  if (known === true) return respond('', contentType, { ...headers, etag: quoted }, 304);
  return respond(body, contentType, { ...headers, etag: quoted });
}

function notAcceptable(): TextResponse {
  return respond('', PLAIN_TEXT, { vary: 'Accept' }, 406);
}

function respond(
  body: string | Uint8Array,
  contentType: string,
  headers: Readonly<Record<string, string>>,
  code = 200,
): TextResponse {
  return { type: 'text', code, contentType, body, headers };
}
