/** Bodies of custom kinds, which any JSON object may be. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go (schemaCoercingDecoder). */
import { newBadRequest, newInvalid } from '../apis/errors.js';
import { invalid } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { type GroupVersionKind, groupVersion } from '../apis/meta/v1.js';
import { DecodeError } from '../apis/schema/decode-error.js';
import { isPlainObject } from '../apis/schema/plain-object.js';
import { type ServedVersion } from '../registry/rest.js';

export interface CustomBody {
  readonly object: Record<string, unknown>;
  readonly strictErrors: readonly string[];
}

/**
 * Decodes by the schema of the version that the object names.
 * @throws DecodeError for what is no object of a kind, StatusError 422 for another kind
 */
export function decodeCustom(
  value: unknown,
  expected: GroupVersionKind,
  versions: readonly ServedVersion[],
): CustomBody {
  const { kind, apiVersion = '', metadata } = value as { kind?: string; apiVersion?: string; metadata?: unknown };
  if (!isPlainObject(value) || kind === undefined || kind === '') {
    throw new DecodeError(`Object 'Kind' is missing in '${JSON.stringify(value)}'`);
  }
  if (kind !== expected.kind) {
    const name = isPlainObject(metadata) ? Reflect.get(metadata, 'name') : undefined;
    const errors = [invalid(Path.of('kind'), kind, `must be ${expected.kind}`)];
    throw newInvalid({ group: expected.group, kind }, typeof name === 'string' ? name : '', errors);
  }
  const found = versions.find(({ version }) => groupVersion(expected.group, version) === apiVersion);
  if (found?.codec !== undefined) return found.codec.decode(value);
  const unknown = Object.keys(value).filter((key) => !['kind', 'apiVersion', 'metadata'].includes(key));
  return { object: value, strictErrors: unknown.map((key) => `unknown field "${key}"`) };
}

/** @throws StatusError 400 for an object of another version than the URL's. */
export function checkVersion(apiVersion: string, expected: GroupVersionKind): void {
  const wanted = groupVersion(expected.group, expected.version);
  if (apiVersion === wanted) return;
  throw newBadRequest(
    `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`,
  );
}
