/** What patching answers that is not a patched object. Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
import { newBadRequest, newInvalid, type StatusError } from '../../apis/errors.js';
import { invalid } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';

/** 422 for a patched object that cannot be read. `shown`: the object, or the patch, as upstream prints it. */
export function invalidPatch(shown: string, detail: string): StatusError {
  return newInvalid({ group: '', kind: '' }, '', [invalid(Path.of('patch'), shown, detail)]);
}

/** 400 for JSON of another shape than the one that `type`, in Go's words, has. */
export function cannotUnmarshal(value: unknown, type: string, prefix = ''): StatusError {
  return newBadRequest(`${prefix}json: cannot unmarshal ${jsonKind(value)} into Go value of type ${type}`);
}

/** The word that encoding/json has for a value. */
export function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
