/** Which representation answers a request. Source: k8s.io/apiserver/pkg/endpoints/handlers/negotiation, go-restful's jsr311.go. */
import {
  newGenericServerResponse,
  newNotAcceptable,
  newUnsupportedMediaType,
  type StatusError,
} from '../apis/errors.js';
import { type GroupVersionKind } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type AcceptClause, acceptRanges, parseAccept } from './accept.js';
import { type ApiRequest, header } from './request.js';

/** A serializer that a client may ask for. A new one is a row in MEDIA_TYPES and its encoder. */
export interface MediaType {
  readonly name: string;
  readonly type: string;
  readonly subType: string;
  /** True where a watch can be written in it. */
  readonly streams: boolean;
  /** True where tables can be written in it. */
  readonly tables: boolean;
}

export const JSON_TYPE: MediaType = row('json', { streams: true, tables: true });
export const YAML_TYPE: MediaType = row('yaml', { streams: false, tables: true });
export const PROTOBUF_TYPE: MediaType = row('vnd.kubernetes.protobuf', { streams: true, tables: false });

/** In upstream's order: the first one answers clients that ask for nothing. */
export const MEDIA_TYPES: readonly MediaType[] = [JSON_TYPE, YAML_TYPE, PROTOBUF_TYPE];

const NAMES: readonly string[] = MEDIA_TYPES.map(({ name }) => name);
const STREAMS: readonly string[] = MEDIA_TYPES.filter(({ streams }) => streams).map(
  ({ name }) => `${name};stream=watch`,
);
const NAMES_AND_STREAMS = [...NAMES, ...STREAMS];

export interface OutputMediaType {
  readonly mediaType: MediaType;
  /** The Content-Type header. */
  readonly contentType: string;
  /** Indented for human readers. */
  readonly pretty: boolean;
  /** The form asked for: Table, PartialObjectMetadata or PartialObjectMetadataList of meta.k8s.io. */
  readonly as?: GroupVersionKind;
}

type Negotiable = Pick<ApiRequest, 'headers' | 'query'>;

/** Which of the forms that `as` can name an endpoint gives; without `as`: the object itself. Source: its EndpointRestrictions. */
type AllowsTransform = (mediaType: MediaType, as: GroupVersionKind | undefined) => boolean;

/** What upstream's router asks before any handler runs; `lists`: the URL is a collection's. @throws StatusError 406. */
export function checkAccept(request: Negotiable, features: Features, lists: boolean): void {
  checkProduces(request, features, lists ? NAMES_AND_STREAMS : NAMES);
}

/** What is asked for, as far as it matters to how it can be shown. */
export interface Endpoint {
  /** The URL is a collection's, where upstream's router knows streams too. */
  readonly lists: boolean;
  /** What answers is an object that is kept, and not the answer to a question. */
  readonly tables: boolean;
  /** A custom kind, which upstream's router does not know; its objects have no protobuf message, other forms of them have. */
  readonly custom?: boolean;
}

/** The answer to a request for a resource. @throws StatusError 406. */
export function negotiateOutput(
  request: Negotiable,
  features: Features,
  { lists, tables, custom = false }: Endpoint,
): OutputMediaType {
  if (!custom) checkAccept(request, features, lists);
  const allows: AllowsTransform = (mediaType, as) =>
    as === undefined
      ? isWritten(mediaType, custom)
      : (tables || as.kind !== 'Table') && allowsResourceTransform(mediaType, as);
  const output = choose(request, allows);
  if (output === undefined) throw notAcceptable(NAMES);
  return output;
}

/** The answer to a watch; `custom` as in Endpoint. @throws StatusError 406. */
export function negotiateStream(request: Negotiable, features: Features, custom = false): OutputMediaType {
  if (!custom) checkProduces(request, features, NAMES_AND_STREAMS);
  const allows: AllowsTransform = (mediaType, as) =>
    as === undefined ? isWritten(mediaType, custom) : allowsResourceTransform(mediaType, as);
  const output = choose(request, allows);
  if (output === undefined) throw notAcceptable(NAMES);
  if (!output.mediaType.streams) throw notAcceptable(STREAMS);
  return output.mediaType === JSON_TYPE ? output : { ...output, contentType: `${output.mediaType.name};stream=watch` };
}

/** The answer to a request for discovery; `routed`: upstream's router looks at it first. @throws StatusError 406. */
export function negotiatePlain(request: Negotiable, features: Features, routed = true): OutputMediaType {
  if (routed) checkProduces(request, features, NAMES);
  const output = choose(request, plainOnly);
  if (output === undefined) throw notAcceptable(NAMES);
  return output;
}

/**
 * The answer to a request for one of the forms that `gives` knows; undefined where the client wants another one more, or
 * none of them. @throws StatusError 406 where upstream's router, if there is one (`routed`), sees nothing to answer with.
 */
export function negotiateAggregated(
  request: Negotiable,
  features: Features,
  gives: (as: GroupVersionKind) => boolean,
  routed: boolean,
): (OutputMediaType & { readonly as: GroupVersionKind }) | undefined {
  if (routed) checkProduces(request, features, NAMES);
  const output = choose(request, (_mediaType, as) => as === undefined || gives(as));
  return output?.as === undefined ? undefined : { ...output, as: output.as };
}

/** The representation of an error; undefined where the client asked for nothing that an error can be written in. */
export function negotiateError(request: Negotiable): OutputMediaType | undefined {
  return choose(request, plainOnly);
}

const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
] as const;

export type PatchType = (typeof PATCH_TYPES)[number];

export const APPLY_TYPE = 'application/apply-patch+yaml';

/** What upstream reads for custom kinds, which have no Go type with merge keys. */
const CUSTOM_PATCH_TYPES: readonly string[] = [PATCH_TYPES[0], PATCH_TYPES[1], APPLY_TYPE];

/** A patch's Content-Type without its parameters; `custom` as in Endpoint. @throws StatusError 415. */
export function patchType(
  request: Pick<ApiRequest, 'headers'>,
  features: Features,
  custom = false,
): PatchType | typeof APPLY_TYPE {
  const [contentType = ''] = (header(request, 'content-type') ?? '').split(';');
  if (custom && !CUSTOM_PATCH_TYPES.includes(contentType.trim())) throw newUnsupportedMediaType(CUSTOM_PATCH_TYPES);
  if (contentType.trim() === APPLY_TYPE && features.enabled('ServerSideApply')) return APPLY_TYPE;
  const known = PATCH_TYPES.find((type) => type === contentType.trim());
  if (known === undefined) throw newGenericServerResponse(415, '415: Unsupported Media Type');
  return known;
}

function row(subType: string, writes: Pick<MediaType, 'streams' | 'tables'>): MediaType {
  return { name: `application/${subType}`, type: 'application', subType, ...writes };
}

function notAcceptable(accepted: readonly string[]): StatusError {
  return newNotAcceptable(`only the following media types are accepted: ${accepted.join(', ')}`);
}

/** Upstream's router looks at Accept before any handler does, and knows no ranges but that of everything. @throws StatusError 406. */
export function checkProduces(request: Negotiable, { behaviours }: Features, produced: readonly string[]): void {
  const accept = header(request, 'accept') ?? '';
  const wanted = acceptRanges(accept === '' ? '*/*' : accept);
  if (wanted.some((range) => range === '*/*' || produced.includes(range))) return;
  const available = behaviours.notAcceptableListsTypes ? `\n\nAvailable representations: ${produced.join(', ')}` : '';
  throw newGenericServerResponse(406, `406: Not Acceptable${available}`);
}

function choose(request: Negotiable, allows: AllowsTransform): OutputMediaType | undefined {
  const accept = header(request, 'accept') ?? '';
  if (accept === '') return output(request, JSON_TYPE, new Map());
  for (const clause of parseAccept(accept)) {
    for (const mediaType of MEDIA_TYPES) {
      if (!covers(clause, mediaType)) continue;
      const stream = clause.parameters.get('stream') ?? '';
      if (stream !== '' && (!mediaType.streams || stream !== 'watch')) continue;
      if (clause.parameters.has('sv')) continue;
      const as = transformOf(clause);
      if (allows(mediaType, as)) return output(request, mediaType, clause.parameters, as);
    }
  }
  return undefined;
}

const plainOnly: AllowsTransform = (_mediaType, as) => as === undefined;

function isWritten(mediaType: MediaType, custom: boolean): boolean {
  return !custom || mediaType !== PROTOBUF_TYPE;
}

function covers({ type, subType }: AcceptClause, mediaType: MediaType): boolean {
  if (type === '*' && subType === '*') return true;
  return type === mediaType.type && (subType === mediaType.subType || subType === '*');
}

function transformOf({ parameters }: AcceptClause): GroupVersionKind | undefined {
  if (!['as', 'g', 'v'].some((name) => parameters.has(name))) return undefined;
  const [kind = '', group = '', version = ''] = ['as', 'g', 'v'].map((name) => parameters.get(name));
  return { group, version, kind };
}

function allowsResourceTransform(mediaType: MediaType, { group, version, kind }: GroupVersionKind): boolean {
  if (group !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return false;
  if (kind === 'Table') return mediaType.tables;
  return kind === 'PartialObjectMetadata' || kind === 'PartialObjectMetadataList';
}

function output(
  request: Negotiable,
  mediaType: MediaType,
  parameters: ReadonlyMap<string, string>,
  as?: GroupVersionKind,
): OutputMediaType {
  const pretty = mediaType === JSON_TYPE && (parameters.get('pretty') === '1' || wantsPretty(request));
  return { mediaType, contentType: mediaType.name, pretty, ...(as === undefined ? {} : { as }) };
}

const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];

function wantsPretty(request: Negotiable): boolean {
  const asked = request.query.get('pretty') ?? '';
  if (asked !== '') return TRUE.includes(asked);
  return /^(?:curl|Wget|Mozilla\/5\.0)/.test(header(request, 'user-agent') ?? '');
}
