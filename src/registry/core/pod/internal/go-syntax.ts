/** Internal types as Go prints them (`%#v`), in the errors of versions that do not print JSON. */
import { goQuote } from '../../../../apis/field/errors.js';
import { compareGoStrings } from '../../../../apis/schema/plain-object.js';
import { type Type } from '../../../../apis/schema/schema.js';
import { goIntOrString, goLabelSelector, goQuantity } from '../../../../apis/validation/go-syntax.js';
import { type Features } from '../../../../features/features.js';
import { coreName, InternalTypes, withMovedHostFields } from './types.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** `core.SeccompProfile{Type:"Localhost", LocalhostProfile:(*string)(nil)}`. */
export function internalGoSyntax(features: Features, definition: string, value: object): string {
  return new Printer(new InternalTypes(features)).struct(definition, value as JsonObject);
}

/** `[]core.PodIP{core.PodIP{IP:"10.0.0.5"}}`. */
export function internalGoList(features: Features, definition: string, values: readonly object[]): string {
  const printer = new Printer(new InternalTypes(features));
  return `[]core.${definition}{${values.map((value) => printer.struct(definition, value as JsonObject)).join(', ')}}`;
}

// Go prints where a value lies in memory; any address is as good.
const ADDRESS = '0xc000000000';

class Printer {
  readonly #types: InternalTypes;

  constructor(types: InternalTypes) {
    this.#types = types;
  }

  struct(definition: string, value: JsonObject): string {
    const moves = this.#types.movesHostFields && definition === 'PodSpec';
    const source = moves ? withMovedHostFields(value) : value;
    const fields = this.#types.fields(definition).map(({ name, json, type }) => {
      const text = json === '' && type.kind === 'struct' ? this.#struct(type.definition, source) : undefined;
      return `${name}:${text ?? this.#value(type, source[json])}`;
    });
    return `core.${definition}{${fields.join(', ')}}`;
  }

  #struct(definition: string, value: JsonObject): string {
    const name = coreName(definition);
    if (name !== undefined) return this.struct(name, value);
    return definition.endsWith('.LabelSelector') ? goLabelSelector(value) : `v1.ObjectMeta{}`;
  }

  #value(type: Type, value: unknown): string {
    const go = internalGo(type.go);
    switch (type.kind) {
      case 'pointer':
        return `(${go})(${value === undefined ? 'nil' : ADDRESS})`;
      case 'list':
        if (!Array.isArray(value)) return `${go}(nil)`;
        return `${go}{${value.map((item) => this.#value(type.element, item)).join(', ')}}`;
      case 'map': {
        if (value === undefined) return `${go}(nil)`;
        const entries = Object.entries(value ?? {}).sort(([a], [b]) => compareGoStrings(a, b));
        return `${go}{${entries.map(([key, item]) => `${goQuote(key)}:${this.#value(type.element, item)}`).join(', ')}}`;
      }
      case 'struct':
        return this.#struct(type.definition, (value ?? {}) as JsonObject);
      default:
        return scalar(type, value);
    }
  }
}

/** `*v1.Capabilities` → `*core.Capabilities`: the wire's package is v1, as metav1 is. */
function internalGo(go: string): string {
  return go.replace(/\bv1\.(?!LabelSelector|ObjectMeta|Time)/g, 'core.');
}

function scalar(type: Extract<Type, { kind: 'scalar' | 'special' }>, value: unknown): string {
  switch (type.kind === 'scalar' ? type.scalar : type.special) {
    case 'string':
      return goQuote(typeof value === 'string' ? value : '');
    case 'bool':
      return String(value === true);
    case 'IntOrString':
      return goIntOrString(typeof value === 'number' || typeof value === 'string' ? value : 0);
    case 'Quantity':
      return goQuantity(typeof value === 'string' ? value : '0');
    default:
      return String(typeof value === 'number' ? value : 0);
  }
}
