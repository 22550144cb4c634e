/** PATCH of an object or of its status. Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
import { newInvalid } from '../../apis/errors.js';
import { forbidden } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Store } from '../../registry/store.js';
import { auditPatch } from '../audit-objects.js';
import { decodeValue, type Refusal, type WireKind } from '../body.js';
import { contextOf } from '../context.js';
import { apply } from './apply.js';
import { APPLY_TYPE, type PatchType, patchType } from '../negotiation.js';
import { changeObject, toWire } from '../operations.js';
import { type WriteOptions, writeOptions } from '../options.js';
import { invalidPatch } from '../patch/errors.js';
import { applyPatch, parsePatch } from '../patch/types.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { type Scope } from '../scope.js';

export async function patch(scope: Scope, store: Store, request: ApiRequest): Promise<ObjectResponse> {
  const type = patchType(request, scope.features, scope.kind.custom);
  if (type === APPLY_TYPE) return apply(scope, store, request);
  const { group, kind } = scope.kind;
  const { version, schema } = scope.version;
  const { options, patched } = patcher(scope, request, type, { group, version, kind, schema });
  const { name, subresource } = request.info;
  const change = { name, subresource, uid: '', next: patched };
  const stored = await changeObject(scope, store, change, contextOf(scope, request, options));
  return { type: 'object', code: 200, object: toWire(scope, stored) };
}

/** Reads a request's patch of a kind; `patched` gives the next state of one such object. */
export function patcher(
  scope: Scope,
  request: ApiRequest,
  type: PatchType,
  expected: WireKind,
): { readonly options: WriteOptions; readonly patched: (current: KubeObject) => KubeObject } {
  const options = writeOptions(request.query, 'PatchOptions', scope.features);
  refuseForce(request.query);
  const body = parsePatch(request.body, type, scope.features);
  auditPatch(request);
  return { options, patched: (current) => patched(scope, request, options, type, current, body, expected) };
}

function patched(
  scope: Scope,
  request: ApiRequest,
  options: WriteOptions,
  type: PatchType,
  current: KubeObject,
  body: unknown,
  expected: WireKind,
): KubeObject {
  const { features, schemas } = scope;
  const { schema } = expected;
  const checksFields = options.fieldValidation !== 'Ignore';
  const { value, shown, strictErrors } = applyPatch(type, { ...current }, body, {
    schemas,
    features,
    schema,
    checksFields,
  });
  const refuse: Refusal = (cause) => invalidPatch(shown, cause);
  return decodeValue(scope, request, value, expected, options, refuse, strictErrors);
}

function refuseForce(query: URLSearchParams): void {
  if (!query.has('force')) return;
  const errors = [forbidden(Path.of('force'), 'may not be specified for non-apply patch')];
  throw newInvalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', errors);
}
