/** Objects whose members are read one by one. Source: k8s.io/apiserver/pkg/cel/lazy/lazy.go. */
import { unescapeField } from '../field-names.js';
import { fromJson } from './json.js';
import { type CelValue, EvaluationError, MapValue } from './value.js';

/** Members are known by their escaped names; numbers in them are doubles. */
export class LazyMap extends MapValue {
  readonly #data: Readonly<Record<string, unknown>>;
  readonly #read = new Map<string, CelValue>();

  /** @param data JSON */
  constructor(data: Readonly<Record<string, unknown>>) {
    super();
    this.#data = data;
  }

  get size(): number {
    return Object.keys(this.#data).length;
  }

  /** @throws EvaluationError always: what it costs depends on the size, but nobody may ask for it. */
  override counted(): number {
    throw new EvaluationError('no such overload: size');
  }

  /** Who iterates gets the values, as upstream's iterator gives them. */
  keys(): readonly CelValue[] {
    return Object.keys(this.#data).map((name) => this.#member(name));
  }

  get(key: CelValue): CelValue | undefined {
    const name = typeof key === 'string' ? unescapeField(key) : undefined;
    return name !== undefined && Object.hasOwn(this.#data, name) ? this.#member(name) : undefined;
  }

  #member(name: string): CelValue {
    const known = this.#read.get(name);
    if (known !== undefined) return known;
    const value = fromJson(this.#data[name], { whole: 'double', escaped: true });
    this.#read.set(name, value);
    return value;
  }
}
