/** PATCH of an object or of its status. Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
import { newBadRequest, newGenericServerResponse, newInvalid } from '../../apis/errors.js';
import { forbidden } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { DecodeError } from '../../apis/schema/decode.js';
import { parseJsonText } from '../../apis/schema/json-text.js';
import { patchSchema } from '../../apis/schema/patch-schema.js';
import { type Store } from '../../registry/store.js';
import { decodeValue } from '../body.js';
import { contextOf } from '../context.js';
import { type PatchType, patchType } from '../negotiation.js';
import { changeObject, toWire } from '../operations.js';
import { type WriteOptions, writeOptions } from '../options.js';
import { applyJsonPatch } from '../patch/json.js';
import { applyMergePatch } from '../patch/merge.js';
import { applyStrategicMergePatch } from '../patch/strategic.js';
import { type JsonObject } from '../patch/errors.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { type Scope } from '../scope.js';

/** Makes the patched object of the current one. */
type Apply = (current: JsonObject, patch: unknown, scope: Scope) => unknown;

/** How each type of patch is applied; server-side apply belongs here. */
const APPLY: Readonly<Partial<Record<PatchType, Apply>>> = {
  'application/json-patch+json': (current, patch, { features }) => applyJsonPatch(current, patch, features),
  'application/merge-patch+json': (current, patch) => applyMergePatch(current, patch),
  'application/strategic-merge-patch+json': (current, patch, { schemas, version, features }) =>
    applyStrategicMergePatch(current, patch, patchSchema(schemas, version.schema), features.behaviours),
};

export async function patch(scope: Scope, store: Store, request: ApiRequest): Promise<ObjectResponse> {
  const apply = APPLY[patchType(request)];
  if (apply === undefined) throw newGenericServerResponse(415, '415: Unsupported Media Type');
  const options = writeOptions(request.query, 'PatchOptions', scope.features);
  refuseForce(request.query);
  const body = parsePatch(request);
  const { name, subresource } = request.info;
  const next = (current: KubeObject): KubeObject => patched(scope, request, options, apply, current, body);
  const change = { name, subresource, uid: '', next };
  const stored = await changeObject(scope, store, change, contextOf(scope, request, options.dryRun));
  return { type: 'object', code: 200, object: toWire(scope, stored) };
}

function patched(
  scope: Scope,
  request: ApiRequest,
  options: WriteOptions,
  apply: Apply,
  current: KubeObject,
  body: unknown,
): KubeObject {
  const result = apply({ ...current }, body, scope);
  const { group, kind } = scope.kind;
  const { version, schema } = scope.version;
  return decodeValue(scope, request, result, { group, version, kind, schema }, options);
}

function parsePatch(request: ApiRequest): unknown {
  try {
    return parseJsonText(Buffer.from(request.body).toString('utf8'));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw newBadRequest(error.message);
  }
}

function refuseForce(query: URLSearchParams): void {
  if (query.get('force') !== 'true') return;
  const errors = [forbidden(Path.of('force'), 'may not be specified for non-apply patch')];
  throw newInvalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', errors);
}
