/** A policy's members by their types, with the errors of Go's decoder. Source: k8s.io/apiserver/pkg/apis/audit/v1/types.go. */
import { DecodeError } from '../apis/schema/decode-error.js';
import { isPlainObject } from '../apis/schema/plain-object.js';
import { type AuditPolicy } from './policy.js';

/** A Go type. */
type Shape =
  | { readonly is: 'string' | 'boolean' | 'anything'; readonly go: string }
  | { readonly is: 'list'; readonly go: string; readonly of: Shape }
  | { readonly is: 'struct'; readonly go: string; readonly members: Readonly<Record<string, Shape>> };

const text: Shape = { is: 'string', go: 'string' };
const flag: Shape = { is: 'boolean', go: 'bool' };
const stage: Shape = { is: 'string', go: 'v1.Stage' };
const listOf = (of: Shape): Shape => ({ is: 'list', go: `[]${of.go}`, of });
const texts = listOf(text);

const GROUP_RESOURCES: Shape = {
  is: 'struct',
  go: 'v1.GroupResources',
  members: { group: text, resources: texts, resourceNames: texts },
};

const POLICY_RULE: Shape = {
  is: 'struct',
  go: 'v1.PolicyRule',
  members: {
    level: { is: 'string', go: 'v1.Level' },
    users: texts,
    userGroups: texts,
    verbs: texts,
    resources: listOf(GROUP_RESOURCES),
    namespaces: texts,
    nonResourceURLs: texts,
    omitStages: listOf(stage),
    omitManagedFields: flag,
  },
};

const POLICY: Shape = {
  is: 'struct',
  go: 'v1.Policy',
  members: {
    kind: text,
    apiVersion: text,
    metadata: { is: 'anything', go: 'v1.ObjectMeta' },
    rules: listOf(POLICY_RULE),
    omitStages: listOf(stage),
    omitManagedFields: flag,
  },
};

/** `unknown`: the paths of members that no policy has. @throws DecodeError. */
export function decodePolicy(value: unknown): { readonly policy: AuditPolicy; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const read = decode(POLICY, value, { struct: '', field: '', path: '' }, unknown) as Partial<AuditPolicy>;
  const { rules = [], omitStages, omitManagedFields } = read;
  return {
    policy: {
      rules,
      ...(omitStages === undefined ? {} : { omitStages }),
      ...(omitManagedFields === undefined ? {} : { omitManagedFields }),
    },
    unknown,
  };
}

interface Place {
  /** The Go struct around it. */
  readonly struct: string;
  /** `rules.verbs`. */
  readonly field: string;
  /** `rules[0].verbs`. */
  readonly path: string;
}

function decode(shape: Shape, value: unknown, place: Place, unknown: string[]): unknown {
  if (value === null || shape.is === 'anything') return undefined;
  switch (shape.is) {
    case 'list':
      if (!Array.isArray(value)) return refuse(shape, value, place);
      return value.map((item, i) => decode(shape.of, item, { ...place, path: `${place.path}[${String(i)}]` }, unknown));
    case 'struct':
      if (!isPlainObject(value)) return refuse(shape, value, place);
      return members(shape.go, shape.members, value, place, unknown);
    default:
      return typeof value === shape.is ? value : refuse(shape, value, place);
  }
}

function members(
  go: string,
  known: Readonly<Record<string, Shape>>,
  value: Readonly<Record<string, unknown>>,
  { field, path }: Place,
  unknown: string[],
): object {
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const shape = Object.hasOwn(known, name) ? known[name] : undefined;
    const below = path === '' ? name : `${path}.${name}`;
    if (shape === undefined) {
      unknown.push(below);
      continue;
    }
    const place = { struct: go.replace('v1.', ''), field: field === '' ? name : `${field}.${name}`, path: below };
    const decoded = decode(shape, member, place, unknown);
    if (decoded !== undefined) read[name] = decoded;
  }
  return read;
}

function refuse({ go }: Shape, value: unknown, { struct, field }: Place): never {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const where = struct === '' ? 'Go value' : `Go struct field ${struct}.${field}`;
  throw new DecodeError(`json: cannot unmarshal ${kind} into ${where} of type ${go}`);
}
