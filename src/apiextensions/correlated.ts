/** A value and what was in its place before, followed together through an object. Source: k8s.io/apiserver/pkg/cel/common/equality.go. */
import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../apis/schema/plain-object.js';
import { canonicalJson, listMapKey } from './list-types.js';
import { itemsOf, type JSONSchemaProps, memberOf } from './schema.js';

export class Correlated {
  readonly value: unknown;
  readonly old: unknown;
  readonly #schema: JSONSchemaProps;
  readonly #children = new Map<string | number, Correlated | undefined>();
  #same: boolean | undefined;
  #oldItems: ReadonlyMap<string, unknown> | undefined;

  constructor(value: unknown, old: unknown, schema: JSONSchemaProps) {
    this.value = value;
    this.old = old;
    this.#schema = schema;
  }

  /** A member of both; undefined where one of them lacks it, or the schema says nothing of it. */
  key(name: string): Correlated | undefined {
    return this.#child(name, () => {
      const schema = memberOf(this.#schema, name);
      if (schema === undefined || !hasMember(this.value, name) || !hasMember(this.old, name)) return undefined;
      return new Correlated(this.value[name], this.old[name], schema);
    });
  }

  /** An item, where the list is a map and had one with the same keys. */
  index(i: number): Correlated | undefined {
    return this.#child(i, () => {
      const schema = itemsOf(this.#schema);
      if (schema === undefined || !Array.isArray(this.value) || i >= this.value.length) return undefined;
      const value: unknown = this.value[i];
      const old = this.#oldItem(value);
      return old === undefined ? undefined : new Correlated(value, old, schema);
    });
  }

  /** True where nothing changed, as far as it can be told what was where. */
  isUnchanged(): boolean {
    this.#same ??= this.#compare();
    return this.#same;
  }

  #compare(): boolean {
    const { value, old } = this;
    if (Array.isArray(value) && Array.isArray(old)) {
      if (value.length !== old.length) return false;
      if (this.#schema['x-kubernetes-list-type'] !== 'map') return isDeepStrictEqual(value, old);
      return value.every((_, i) => this.index(i)?.isUnchanged() === true);
    }
    if (isPlainObject(value) && isPlainObject(old)) {
      const keys = Object.keys(value);
      return keys.length === Object.keys(old).length && keys.every((key) => this.key(key)?.isUnchanged() === true);
    }
    return isDeepStrictEqual(value, old);
  }

  #oldItem(item: unknown): unknown {
    if (this.#schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(this.old)) return undefined;
    const keys = this.#schema['x-kubernetes-list-map-keys'] ?? [];
    const identity = (one: unknown): string => canonicalJson(listMapKey(one, keys));
    this.#oldItems ??= new Map(this.old.map((one: unknown) => [identity(one), one]));
    return this.#oldItems.get(identity(item));
  }

  #child(key: string | number, make: () => Correlated | undefined): Correlated | undefined {
    if (!this.#children.has(key)) this.#children.set(key, make());
    return this.#children.get(key);
  }
}

function hasMember(value: unknown, name: string): value is Record<string, unknown> {
  return isPlainObject(value) && Object.hasOwn(value, name);
}
