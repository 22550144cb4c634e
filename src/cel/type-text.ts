/** Types read from how they are written, for the tables of functions: `(list(A), int) -> A`. */
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  opaqueOf,
  optionalOf,
  paramOf,
  STRING,
  structOf,
  TIMESTAMP,
  TYPE,
  typeOf,
  UINT,
} from './types.js';

const SIMPLE: ReadonlyMap<string, CelType> = new Map(
  [BOOL, BYTES, DOUBLE, DURATION, DYN, INT, NULL, STRING, TIMESTAMP, TYPE, UINT].map((type) => [type.text, type]),
);
/** Not objects, though they have a dot in their names. Source: k8s.io/apiserver/pkg/cel/{ip,cidr}.go. */
const OPAQUE: ReadonlySet<string> = new Set(['net.IP', 'net.CIDR']);

export interface Signature {
  readonly args: readonly CelType[];
  readonly result: CelType;
  /** Names of the type parameters in it. */
  readonly params: readonly string[];
}

/** @throws Error for what is no signature: the tables are wrong. */
export function signature(text: string): Signature {
  const reader = new TypeReader(text);
  const args = reader.list('(', ')');
  reader.take('->');
  const result = reader.type();
  return { args, result, params: [...reader.params] };
}

class TypeReader {
  readonly params = new Set<string>();
  readonly #text: string;
  readonly #tokens: string[];

  constructor(text: string) {
    this.#text = text;
    this.#tokens = text.match(/->|[\w.]+|[(),]/g) ?? [];
  }

  take(token: string): void {
    if (this.#tokens.shift() !== token) throw new Error(`no signature: ${this.#text}`);
  }

  list(open: string, close: string): CelType[] {
    this.take(open);
    const types: CelType[] = [];
    while (this.#tokens[0] !== close) {
      if (types.length > 0) this.take(',');
      types.push(this.type());
    }
    this.take(close);
    return types;
  }

  type(): CelType {
    const name = this.#tokens.shift() ?? '';
    const [first = DYN, second = DYN] = this.#tokens[0] === '(' ? this.list('(', ')') : [];
    if (name === 'list') return listOf(first);
    if (name === 'map') return mapOf(first, second);
    if (name === 'optional_type') return optionalOf(first);
    if (name === 'type' && first !== DYN) return typeOf(first);
    const simple = SIMPLE.get(name);
    if (simple !== undefined) return simple;
    if (name.length === 1) {
      this.params.add(name);
      return paramOf(name);
    }
    return OPAQUE.has(name) ? opaqueOf(name) : structOf(name);
  }
}

const GO_NAMES: Readonly<Record<string, string>> = {
  duration: 'google.protobuf.Duration',
  timestamp: 'google.protobuf.Timestamp',
  null: 'null_type',
};

/** As cel-go's types write themselves, which is not how its checker writes them. */
export function goTypeText({ name, parameters }: CelType): string {
  const own = GO_NAMES[name] ?? name;
  return parameters.length === 0 ? own : `${own}(${parameters.map(goTypeText).join(', ')})`;
}
