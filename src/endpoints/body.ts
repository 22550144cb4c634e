/** From a request's body to an object of the kind that the URL is about. Source: k8s.io/apiserver/pkg/endpoints/handlers/rest.go. */
import { newBadRequest, StatusError } from '../apis/errors.js';
import { type DeleteOptions, type GroupVersionKind, groupVersion, type KubeObject } from '../apis/meta/v1.js';
import { type Decoded, DecodeError, decodeObject } from '../apis/schema/decode.js';
import { Envelope } from '../apis/schema/protobuf-decode.js';
import { typeMetaOf } from '../apis/schema/type-meta.js';
import { type Features } from '../features/features.js';
import { parseBody } from './body-format.js';
import { checkVersion, decodeCustom } from './custom-body.js';
import { deleteOptions, type WriteOptions } from './options.js';
import { type ApiRequest } from './request.js';
import { type Scope, type ScopeEnvironment } from './scope.js';

/** A kind on the wire and the schema of its bodies. */
export interface WireKind extends GroupVersionKind {
  readonly schema: string;
  /** Other versions that are good too, and their schemas. */
  readonly accepts?: Readonly<Record<string, string>>;
}

/** Where a body is read; a scope knows the kind and version of its URL. */
type BodyEnvironment = ScopeEnvironment & Partial<Pick<Scope, 'kind' | 'version'>>;

/** 400 for a body that is no such object, 415 for one in a format that is not read. `refusal`: the text of that 400. */
export function decodeBody(
  environment: BodyEnvironment,
  request: ApiRequest,
  expected: WireKind,
  options: WriteOptions,
  refusal?: string,
): KubeObject {
  const parse = parseBody(request);
  const refuse: Refusal = (cause, gvk) => {
    if (refusal !== undefined) return newBadRequest(refusal);
    if (gvk !== undefined) return cannotBeHandled(gvk, expected, cause);
    const kind = `the object provided is unrecognized (must be of type ${expected.kind})`;
    return newBadRequest(`${kind}: ${cause} (${summary(request.body)})`);
  };
  const { value, strictErrors } = withDecodeErrors(undefined, refuse, () => {
    const parsed = parse();
    typeMetaOf(parsed.value);
    return parsed;
  });
  return decodeValue(environment, request, value, expected, options, refuse, strictErrors);
}

/** The error for a value that cannot be decoded; without a kind where that could not be read either. */
export type Refusal = (cause: string, gvk: GroupVersionKind | undefined) => StatusError;

/** The object of a value that was parsed already, as patches make them. `strictErrors`: what was wrong before decoding. */
export function decodeValue(
  environment: BodyEnvironment,
  request: Pick<ApiRequest, 'warn'>,
  value: unknown,
  expected: WireKind,
  options: WriteOptions,
  refuse: Refusal,
  strictErrors: readonly string[] = [],
): KubeObject {
  const custom = environment.version?.schema === expected.schema ? environment.version.codec : undefined;
  if (custom !== undefined) return decodeCustomValue(environment, request, value, expected, options, refuse);
  const gvk = withDecodeErrors(undefined, refuse, () => kindOf(value, expected));
  const definition = definitionOf(environment, gvk, expected);
  const decoded = withDecodeErrors(gvk, refuse, () => {
    if (definition === undefined)
      throw new DecodeError(notRegistered(gvk.kind, groupVersion(gvk.group, gvk.version), environment.features));
    return decode(environment, definition, value);
  });
  if (gvk.kind !== expected.kind || gvk.group !== expected.group) {
    const into = `${internalPackage(expected.group)}.${expected.kind}`;
    const cause = `converting (${gvk.version}.${gvk.kind}) to (${into}): unknown conversion`;
    throw refuse(cause, gvk);
  }
  if (gvk.version !== expected.version && expected.accepts?.[gvk.version] === undefined) {
    const data = groupVersion(gvk.group, gvk.version);
    const wanted = groupVersion(expected.group, expected.version);
    throw newBadRequest(`the API version in the data (${data}) does not match the expected API version (${wanted})`);
  }
  applyFieldValidation([...strictErrors, ...decoded.strictErrors], gvk, refuse, request, options);
  const object = decoded.object as Partial<KubeObject> & Record<string, unknown>;
  object.metadata ??= {};
  object.kind = expected.kind;
  object.apiVersion = groupVersion(expected.group, expected.version);
  return object as KubeObject;
}

function decodeCustomValue(
  environment: BodyEnvironment,
  request: Pick<ApiRequest, 'warn'>,
  value: unknown,
  expected: WireKind,
  options: WriteOptions,
  refuse: Refusal,
): KubeObject {
  const { kind } = withDecodeErrors(undefined, refuse, () => typeMetaOf(value));
  // What is lenient takes the kind that it expects for the one that is not there.
  const gvk =
    kind === undefined && options.fieldValidation !== 'Ignore'
      ? undefined
      : { ...expected, ...(kind === undefined ? {} : { kind }) };
  const decoded = withDecodeErrors(gvk, refuse, () => decodeCustom(value, expected, environment.kind?.versions ?? []));
  applyFieldValidation(decoded.strictErrors, expected, refuse, request, options);
  checkVersion(typeMetaOf(value).apiVersion ?? '', expected);
  const { metadata = {}, ...rest } = decoded.object as Partial<KubeObject>;
  return { ...rest, metadata };
}

const DELETE_OPTIONS = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';

/** The options of a DELETE, from the body or, where there is none, from the query. */
export function decodeDeleteOptions(scope: Scope, request: ApiRequest): DeleteOptions {
  if (request.body.length === 0) return deleteOptions(request.query);
  try {
    const { value } = parseBody(request)();
    const { kind = 'DeleteOptions', apiVersion = 'v1' } = typeMetaOf(value);
    if (kind !== 'DeleteOptions') throw new DecodeError(notRegistered(kind, apiVersion, scope.features));
    return decodeObject(scope.schemas, DELETE_OPTIONS, opened(scope, DELETE_OPTIONS, value)).object;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const message = error.message;
    if (scope.features.behaviours.deleteOptionsErrorsAreBadRequests) throw newBadRequest(message);
    throw new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
  }
}

function decode({ schemas, features }: ScopeEnvironment, definition: string, value: unknown): Decoded {
  const namesEmbeddedStructs = features.behaviours.decodeErrorsNameEmbeddedStructs;
  return decodeObject(schemas, definition, opened({ schemas }, definition, value) ?? {}, { namesEmbeddedStructs });
}

function opened({ schemas }: Pick<ScopeEnvironment, 'schemas'>, definition: string, value: unknown): unknown {
  return value instanceof Envelope ? value.open(schemas, definition) : value;
}

function kindOf(value: unknown, expected: WireKind): GroupVersionKind {
  const { kind = expected.kind, apiVersion } = typeMetaOf(value);
  if (apiVersion === undefined) return { group: expected.group, version: expected.version, kind };
  const slash = apiVersion.indexOf('/');
  if (slash !== apiVersion.lastIndexOf('/')) throw new DecodeError(`unexpected GroupVersion string: ${apiVersion}`);
  return { group: apiVersion.slice(0, Math.max(0, slash)), version: apiVersion.slice(slash + 1), kind };
}

function definitionOf(environment: ScopeEnvironment, gvk: GroupVersionKind, expected: WireKind): string | undefined {
  if (gvk.kind === expected.kind && gvk.group === expected.group && gvk.version === expected.version) {
    return expected.schema;
  }
  const accepted =
    gvk.group === expected.group && gvk.kind === expected.kind ? expected.accepts?.[gvk.version] : undefined;
  if (accepted !== undefined) return accepted;
  const names = environment.schemas.names();
  const suffix = `.${internalPackage(gvk.group)}.${gvk.version}.${gvk.kind}`;
  return names.find((name) => name.endsWith(suffix));
}

/** The last part of the Go package that upstream keeps a group's internal types in. */
function internalPackage(group: string): string {
  return group === '' ? 'core' : (group.split('.')[0] ?? group);
}

function notRegistered(kind: string, apiVersion: string, { behaviours }: Features): string {
  return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "${behaviours.schemeName}"`;
}

function cannotBeHandled(gvk: GroupVersionKind, expected: WireKind, cause: string): StatusError {
  return newBadRequest(`${gvk.kind} in version "${gvk.version}" cannot be handled as a ${expected.kind}: ${cause}`);
}

function withDecodeErrors<T>(gvk: GroupVersionKind | undefined, refuse: Refusal, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw refuse(error.message, gvk);
  }
}

const SUMMARY_LENGTH = 30;

function summary(body: Uint8Array): string {
  if (body.length === 0) return '<empty>';
  const head = Buffer.from(body.subarray(0, SUMMARY_LENGTH));
  const text = head.toString(body[0] === 0x7b ? 'utf8' : 'hex');
  return body.length > SUMMARY_LENGTH ? `${text} ...` : text;
}

function applyFieldValidation(
  strictErrors: readonly string[],
  gvk: GroupVersionKind,
  refuse: Refusal,
  request: Pick<ApiRequest, 'warn'>,
  { fieldValidation }: WriteOptions,
): void {
  if (strictErrors.length === 0 || fieldValidation === 'Ignore') return;
  if (fieldValidation === 'Strict') {
    throw refuse(`strict decoding error: ${strictErrors.join(', ')}`, gvk);
  }
  for (const text of strictErrors) request.warn(text);
}
