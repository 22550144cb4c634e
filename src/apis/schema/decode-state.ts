/** Where decoding is, and what went wrong so far. */
import { DecodeError } from './decode-error.js';

const MOST_STRICT_ERRORS = 100;

/** Where to go back to when a field, key or index is done. */
export interface Mark {
  readonly strict: number;
  readonly fields: number;
  readonly struct: string;
}

export class DecodeState {
  readonly strictErrors: string[] = [];
  /** How the number that is decoded next is written, where JavaScript would write it otherwise. */
  literal: string | undefined;
  /** The first error; decoding goes on after it. */
  savedError: DecodeError | undefined;
  #lenient = false;
  readonly #namesEmbeddedStructs: boolean;
  /** `spec`, `containers`, 0 */
  readonly #strictPath: (string | number)[] = [];
  /** The wire names of the structs' fields alone. */
  readonly #fieldPath: string[] = [];
  #struct = '';

  constructor(namesEmbeddedStructs: boolean) {
    this.#namesEmbeddedStructs = namesEmbeddedStructs;
  }

  enterField(struct: string, json: string, embedded: readonly string[]): Mark {
    const mark = this.#mark();
    this.#struct = struct;
    if (this.#namesEmbeddedStructs) this.#fieldPath.push(...embedded);
    this.#fieldPath.push(json);
    this.#strictPath.push(json);
    return mark;
  }

  enterKey(key: string): Mark {
    const mark = this.#mark();
    this.#strictPath.push(key);
    return mark;
  }

  enterIndex(index: number): Mark {
    const mark = this.#mark();
    this.#strictPath.push(index);
    return mark;
  }

  leave(mark: Mark): void {
    this.#strictPath.length = mark.strict;
    this.#fieldPath.length = mark.fields;
    this.#struct = mark.struct;
  }

  strictError(what: 'unknown' | 'duplicate', key: string): void {
    if (this.#lenient || this.strictErrors.length >= MOST_STRICT_ERRORS) return;
    const steps = [...this.#strictPath, key].map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
    const path = steps.join('').slice(1);
    const text = `${what} field ${JSON.stringify(path)}`;
    if (!this.strictErrors.includes(text)) this.strictErrors.push(text);
  }

  /** Decodes what passes over fields that it does not know, as an UnmarshalJSON of its own does. */
  leniently<T>(decode: () => T): T {
    const before = this.#lenient;
    this.#lenient = true;
    const value = decode();
    this.#lenient = before;
    return value;
  }

  /** Keeps an error and goes on; the value is lost. */
  save(error: DecodeError): unknown {
    this.savedError ??= error;
    return undefined;
  }

  /** Keeps `cannot unmarshal string into Go struct field ConfigMap.data of type map[string]string`. */
  typeError(value: unknown, go: string, precise = false): unknown {
    return this.save(this.newTypeError(value, go, precise));
  }

  /** `precise` names the number: `number 1.5`. */
  newTypeError(value: unknown, go: string, precise = false): DecodeError {
    const what = jsonKind(value) + (precise ? ` ${this.literal ?? String(value)}` : '');
    const where =
      this.#struct === '' && this.#fieldPath.length === 0
        ? 'value'
        : `struct field ${this.#struct}.${this.#fieldPath.join('.')}`;
    return new DecodeError(`json: cannot unmarshal ${what} into Go ${where} of type ${go}`);
  }

  #mark(): Mark {
    return { strict: this.#strictPath.length, fields: this.#fieldPath.length, struct: this.#struct };
  }
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
