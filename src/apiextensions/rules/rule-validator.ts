/** Objects checked by the rules of their schema. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go. */
import { type Path } from '../../apis/field/path.js';
import { isPlainObject } from '../../apis/schema/plain-object.js';
import { canonicalJson, listMapKey } from '../list-types.js';
import { additionalOf, hasRules, itemsOf, type JSONSchemaProps } from '../schema.js';
import { type CompiledRule, compileRules, type RuleEnvironment, SELF_TYPE } from './compiled.js';
import { declaredBy } from './declared.js';
import { type Evaluation } from './evaluation.js';
import { type Ratcheting } from './ratcheting.js';

/** What may be evaluated for one object. Source: k8s.io/apiserver/pkg/apis/cel/config.go. */
export const BUDGET = 10_000_000;

type Members = Readonly<Record<string, unknown>>;

export class RuleValidator {
  readonly #schema: JSONSchemaProps;
  readonly #env: RuleEnvironment;
  readonly #rules: readonly CompiledRule[];
  readonly #isResource: boolean;
  readonly #allOf: readonly RuleValidator[];
  readonly #properties: ReadonlyMap<string, RuleValidator>;
  readonly #additional: RuleValidator | undefined;
  readonly #items: RuleValidator | undefined;

  /** `around`: the schema that `schema` says more of, where it stands within conditions. */
  constructor(schema: JSONSchemaProps, env: RuleEnvironment, isResource: boolean, around = schema) {
    this.#schema = around;
    this.#env = env;
    this.#isResource = isResource;
    const declared = declaredBy(around, SELF_TYPE, isResource);
    const ruled = { ...around, 'x-kubernetes-validations': schema['x-kubernetes-validations'] ?? [] };
    this.#rules = declared === undefined ? [] : compileRules(ruled, declared, env);
    this.#allOf = (schema.allOf ?? []).filter(hasRules).map((one) => new RuleValidator(one, env, isResource, around));
    const properties = Object.entries(schema.properties ?? {});
    this.#properties = new Map(properties.flatMap(([key, one]) => this.#property(key, one, around)));
    this.#additional = this.#below(additionalOf(schema), additionalOf(around));
    this.#items = this.#below(itemsOf(schema), itemsOf(around));
  }

  #property(key: string, schema: JSONSchemaProps, around: JSONSchemaProps): [string, RuleValidator][] {
    const validator = this.#below(schema, around.properties?.[key]);
    return validator === undefined ? [] : [[key, validator]];
  }

  #below(schema: JSONSchemaProps | undefined, around: JSONSchemaProps | undefined): RuleValidator | undefined {
    if (schema === undefined || around === undefined || !hasRules(schema)) return undefined;
    return new RuleValidator(schema, this.#env, around['x-kubernetes-embedded-resource'] === true, around);
  }

  /** Adds the errors to those of the evaluation, until its budget is used up. */
  validate(value: unknown, old: unknown, path: Path, evaluation: Evaluation, ratcheting: Ratcheting): void {
    if (value === null || value === undefined || evaluation.exhausted) return;
    if (this.#rules.length > 0) {
      const place = { schema: this.#schema, isResource: this.#isResource, value, old: old ?? undefined, path };
      evaluation.evaluate(this.#rules, place, ratcheting);
    }
    for (const validator of this.#allOf) {
      validator.validate(value, old, path, evaluation, ratcheting.withoutCurrent());
    }
    if (Array.isArray(value)) this.#validateItems(value, Array.isArray(old) ? old : [], path, evaluation, ratcheting);
    else if (isPlainObject(value)) {
      this.#validateMembers(value, isPlainObject(old) ? old : {}, path, evaluation, ratcheting);
    }
  }

  #validateMembers(value: Members, old: Members, path: Path, evaluation: Evaluation, ratcheting: Ratcheting): void {
    for (const [key, member] of Object.entries(value)) {
      const before = Object.hasOwn(old, key) ? old[key] : undefined;
      this.#additional?.validate(member, before, path.key(key), evaluation, ratcheting.key(key));
      this.#properties.get(key)?.validate(member, before, path.child(key), evaluation, ratcheting.key(key));
    }
  }

  #validateItems(
    value: readonly unknown[],
    old: readonly unknown[],
    path: Path,
    evaluation: Evaluation,
    ratcheting: Ratcheting,
  ): void {
    const items = this.#items;
    if (items === undefined) return;
    const before = this.#oldItems(old);
    for (const [index, item] of value.entries()) {
      items.validate(item, before(item), path.index(index), evaluation, ratcheting.index(index));
    }
  }

  /** Finds what an item was before: only in lists that are maps. */
  #oldItems(old: readonly unknown[]): (item: unknown) => unknown {
    if (this.#schema['x-kubernetes-list-type'] !== 'map' || old.length === 0) return () => undefined;
    const keys = this.#schema['x-kubernetes-list-map-keys'] ?? [];
    const identity = (item: unknown): string => canonicalJson(listMapKey(item, keys));
    const byKey = new Map(old.map((item) => [identity(item), item]));
    return (item) => byKey.get(identity(item));
  }
}
