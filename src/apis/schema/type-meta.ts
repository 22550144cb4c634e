/** What says which kind a value is. Source: k8s.io/apimachinery/pkg/runtime/serializer/json/meta.go. */
import { DecodeError } from './decode-error.js';

export interface TypeMeta {
  readonly kind?: string;
  readonly apiVersion?: string;
}

const FIND_KIND =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** apiVersion and kind, read ahead of all else. @throws DecodeError with upstream's text. */
export function typeMetaOf(value: unknown): TypeMeta {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new DecodeError(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${goTypeOf(value)} into Go value of type ${FIND_KIND}`,
    );
  }
  const { kind, apiVersion } = value as { kind?: unknown; apiVersion?: unknown };
  return { ...textField('apiVersion', apiVersion), ...textField('kind', kind) };
}

function textField(name: keyof TypeMeta, field: unknown): TypeMeta | undefined {
  if (typeof field === 'string') return field === '' ? undefined : { [name]: field };
  if (field === undefined || field === null) return undefined;
  throw new DecodeError(
    `couldn't get version/kind; json parse error: json: cannot unmarshal ${goTypeOf(field)} into Go struct field .${name} of type string`,
  );
}

function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
