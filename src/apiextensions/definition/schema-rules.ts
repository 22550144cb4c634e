/** What a definition's schemas may say. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (ValidateCustomResourceDefinitionOpenAPISchema). */
import { type FieldError, forbidden, notSupported, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { invalidJson } from '../../apis/validation/structure.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { additionalOf, type JSONSchemaProps } from '../schema.js';
import { listTypeErrors, mapKeyErrors } from './list-type-rules.js';
import { type RuleChecks, type RulePlace } from './rule-checks.js';
import { supportErrors } from './supported-members.js';

/** What must hold; what an older definition broke already may stay broken. */
export interface SchemaRequirements {
  readonly validTypes: boolean;
  readonly atomicSets: boolean;
  readonly listKeys: boolean;
}

/** What holds where a schema is, by what is around it. */
interface Surroundings {
  readonly root: boolean;
  /** Why a default may not be set; undefined: it may. */
  readonly noDefaults: string | undefined;
  readonly insideMetadata: boolean;
  /** The schema around that keeps old and new values from being told apart. */
  readonly uncorrelatable: Path | undefined;
  /** Absent within conditions, where no rules are. */
  readonly rules: RulePlace | undefined;
}

/** Errors of schemas, and apart from them those of rules: upstream tells the former first. */
export interface SchemaErrorList {
  readonly schema: FieldError[];
  readonly rules: FieldError[];
}

const TYPE_FIELDS = ['metadata', 'kind', 'apiVersion'];

export class SchemaRules {
  readonly #requirements: SchemaRequirements;
  readonly #wording: ValidationWording;
  readonly #checks: RuleChecks | undefined;

  /** `checks`: of rules; undefined in versions that know none. */
  constructor(requirements: SchemaRequirements, wording: ValidationWording, checks: RuleChecks | undefined) {
    this.#requirements = requirements;
    this.#wording = wording;
    this.#checks = checks;
  }

  /** `structural`: rules are compiled only where the schema is known to be structural. */
  validate(schema: JSONSchemaProps, path: Path, structural: boolean): SchemaErrorList {
    return this.#schema(schema, path, {
      root: true,
      noDefaults: undefined,
      insideMetadata: false,
      uncorrelatable: undefined,
      rules: structural ? this.#checks?.root(schema) : undefined,
    });
  }

  #schema(schema: JSONSchemaProps, path: Path, around: Surroundings): SchemaErrorList {
    const below = [...this.#children(schema, path, around)];
    const found: SchemaErrorList = {
      schema: [
        ...supportErrors(schema, path, { ...around, validTypes: this.#requirements.validTypes }),
        ...(schema.uniqueItems === true ? [forbidden(path.child('uniqueItems'), UNIQUE_ITEMS)] : []),
        ...exclusiveErrors(schema, path),
        ...below.flatMap((child) => child.schema),
        ...this.#extensionErrors(schema, path),
        ...listTypeErrors(schema, path, this.#requirements.atomicSets, this.#wording),
        ...(this.#requirements.listKeys ? mapKeyErrors(schema, path) : []),
        ...(this.#checks?.members(schema, path) ?? []),
      ],
      rules: below.flatMap((child) => child.rules),
    };
    const rules = around.rules;
    if (found.schema.length === 0 && rules !== undefined) {
      found.rules.push(...(this.#checks?.compile(schema, path, rules, around.uncorrelatable) ?? []));
    }
    return found;
  }

  #children(schema: JSONSchemaProps, path: Path, around: Surroundings): readonly SchemaErrorList[] {
    const { properties = {}, not, allOf = [], anyOf = [], oneOf = [], definitions = {}, dependencies = {} } = schema;
    const inside = { ...around, root: false };
    const condition = { ...inside, rules: undefined };
    const named = { allOf, oneOf, anyOf };
    return [
      ...this.#additional(schema, path, inside),
      ...Object.entries(properties).map(([key, property]) =>
        this.#schema(property, path.child('properties').key(key), this.#ofProperty(schema, around, key)),
      ),
      ...(not === undefined ? [] : [this.#schema(not, path.child('not'), condition)]),
      ...Object.entries(named).flatMap(([name, list]) =>
        list.map((one, i) => this.#schema(one, path.child(name).index(i), condition)),
      ),
      ...Object.entries(definitions).map(([key, one]) =>
        this.#schema(one, path.child('definitions').key(key), condition),
      ),
      ...this.#items(schema, path, inside),
      ...Object.entries(dependencies).flatMap(([key, one]) =>
        Array.isArray(one) ? [] : [this.#schema(one, path.child('dependencies').key(key), condition)],
      ),
    ];
  }

  #additional(schema: JSONSchemaProps, path: Path, around: Surroundings): readonly SchemaErrorList[] {
    const additional = additionalOf(schema);
    if (additional === undefined) return [];
    const noDefaults = around.insideMetadata
      ? 'inside additionalProperties applying to object metadata'
      : around.noDefaults;
    const rules = around.rules?.additional(additional);
    return [this.#schema(additional, path.child('additionalProperties'), { ...around, noDefaults, rules })];
  }

  #items(schema: JSONSchemaProps, path: Path, around: Surroundings): readonly SchemaErrorList[] {
    const { items } = schema;
    if (items === undefined) return [];
    const correlates = schema['x-kubernetes-list-type'] === 'map';
    const uncorrelatable = correlates ? around.uncorrelatable : (around.uncorrelatable ?? path);
    const inside = (one: JSONSchemaProps): Surroundings => ({
      ...around,
      uncorrelatable,
      rules: around.rules?.items(one),
    });
    const at = path.child('items');
    if (Array.isArray(items)) return items.map((one, i) => this.#schema(one, at.index(i), inside(one)));
    return [this.#schema(items, at, inside(items))];
  }

  #ofProperty(schema: JSONSchemaProps, around: Surroundings, key: string): Surroundings {
    const { properties = {} } = schema;
    const property = properties[key] ?? {};
    const typed = (around.root || schema['x-kubernetes-embedded-resource'] === true) && TYPE_FIELDS.includes(key);
    return {
      root: false,
      noDefaults: typed && around.root ? `in top-level ${key}` : around.noDefaults,
      insideMetadata: around.insideMetadata || typed,
      uncorrelatable: around.uncorrelatable,
      rules: around.rules?.property(property, key),
    };
  }

  #extensionErrors(schema: JSONSchemaProps, path: Path): FieldError[] {
    const errors: FieldError[] = [];
    if (schema[PRESERVE] === false) {
      errors.push(invalidJson(path.child(PRESERVE), false, 'must be true or undefined', this.#wording));
    }
    const mapType = schema[MAP_TYPE];
    if (mapType === undefined) return errors;
    const { type = '' } = schema;
    if (type !== 'object') {
      const text = `must be object if ${MAP_TYPE} is specified`;
      const at = path.child('type');
      errors.push(type === '' ? required(at, text) : invalidJson(at, type, text, this.#wording));
    }
    if (!MAP_TYPES.includes(mapType)) errors.push(notSupported(path.child(MAP_TYPE), mapType, MAP_TYPES));
    return errors;
  }
}

const UNIQUE_ITEMS = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
const PRESERVE = 'x-kubernetes-preserve-unknown-fields';
const MAP_TYPE = 'x-kubernetes-map-type';
const MAP_TYPES = ['atomic', 'granular'];

function exclusiveErrors(schema: JSONSchemaProps, path: Path): FieldError[] {
  const { properties = {}, additionalProperties } = schema;
  if (additionalProperties === undefined || additionalProperties === true) return [];
  if (Object.keys(properties).length === 0) return [];
  const text = 'additionalProperties and properties are mutual exclusive';
  return [forbidden(path.child('additionalProperties'), text)];
}
