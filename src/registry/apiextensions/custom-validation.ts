/** Checks of custom objects, in upstream's order. Source: k8s.io/apiextensions-apiserver/pkg/registry/customresource/{strategy,status_strategy,validator}.go. */
import { Correlated } from '../../apiextensions/correlated.js';
import { validateEmbedded } from '../../apiextensions/embedded.js';
import { validateListTypes } from '../../apiextensions/list-types.js';
import { type RuleValidator } from '../../apiextensions/rules/rule-validator.js';
import { validateScaleSpec, validateScaleStatus } from '../../apiextensions/scale.js';
import { hasRules, type JSONSchemaProps } from '../../apiextensions/schema.js';
import { type CustomResourceDefinitionVersion } from '../../apiextensions/types.js';
import { validateBySchema, type ValidationRules } from '../../apiextensions/validation/schema-validator.js';
import { type FieldError, type FieldErrorType } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { loadSchemas } from '../../apis/schema/load.js';
import { type Features } from '../../features/features.js';
import { type FoundErrors } from '../rest.js';
import { schemaRules } from './definition-rules.js';

/** Values of which nothing more can be said. */
const BLOCKING: ReadonlySet<FieldErrorType> = new Set<FieldErrorType>([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);
const NOT_CHECKED: FieldError = {
  type: 'FieldValueInvalid',
  field: '<nil>',
  value: 'null',
  detail:
    'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
};

interface CustomObject extends KubeObject {
  status?: unknown;
}

export class CustomValidation {
  readonly #version: CustomResourceDefinitionVersion;
  readonly #features: Features;
  readonly #schema: JSONSchemaProps | undefined;
  readonly #rules: ValidationRules;
  #ruleValidator: RuleValidator | undefined;
  readonly #ratcheted = new WeakMap<KubeObject, readonly string[]>();

  constructor(version: CustomResourceDefinitionVersion, features: Features) {
    this.#version = version;
    this.#features = features;
    this.#schema = version.schema?.openAPIV3Schema;
    this.#rules = schemaRules(features);
  }

  create(object: KubeObject): FoundErrors {
    const errors = [
      ...this.#bySchema(object, undefined),
      ...this.#scale(object, validateScaleSpec),
      ...this.#scale(object, validateScaleStatus),
      ...this.#embedded(object),
      ...this.#listTypes(object),
    ];
    return this.#withRules(object, undefined, errors);
  }

  update(object: KubeObject, old: KubeObject): FoundErrors {
    const errors = [
      ...this.#bySchema(object, this.#correlated(object, old)),
      ...this.#scale(object, validateScaleSpec),
      ...this.#scale(object, validateScaleStatus),
      ...this.#embedded(object),
      ...this.#newListTypes(object, old),
    ];
    return this.#withRules(object, old, errors);
  }

  /** A change of the status alone. */
  updateStatus(object: CustomObject, old: CustomObject): FoundErrors {
    const correlated = this.#correlated(object, old);
    const { customStatusCheckedAlone, customStatusListsChecked } = this.#features.behaviours;
    const errors = [
      ...(customStatusCheckedAlone ? this.#statusAlone(object, correlated) : this.#bySchema(object, undefined)),
      ...this.#scale(object, validateScaleStatus),
      ...(customStatusListsChecked ? this.#newListTypes(object, old) : []),
    ];
    return this.#withRules(object, old, errors);
  }

  /** What broke rules before, and may go on to. */
  ratcheted(object: KubeObject): readonly string[] {
    return this.#ratcheted.get(object) ?? [];
  }

  /** What is found already, and by rules after that. */
  #withRules(object: KubeObject, old: KubeObject | undefined, found: readonly FieldError[]): FoundErrors {
    const schema = this.#schema;
    if (!hasRules(schema) || !this.#features.enabled('CustomResourceValidationExpressions')) return found;
    const blocked = this.#features.behaviours.rulesSeeOldValues && found.some(({ type }) => BLOCKING.has(type));
    return blocked ? [...found, NOT_CHECKED] : this.#byRules(object, old, schema, found);
  }

  async #byRules(
    object: KubeObject,
    old: KubeObject | undefined,
    schema: JSONSchemaProps,
    found: readonly FieldError[],
  ): Promise<readonly FieldError[]> {
    const { brokenRules, ruleValidator } = await import('./rule-environment.js');
    this.#ruleValidator ??= ruleValidator(schema, this.#features);
    const correlated = old === undefined ? undefined : this.#correlated(object, old);
    const { errors, warnings } = brokenRules(this.#ruleValidator, this.#features, { object, old, correlated });
    this.#ratcheted.set(object, warnings);
    return [...found, ...errors];
  }

  #correlated(object: KubeObject, old: KubeObject): Correlated | undefined {
    if (this.#schema === undefined || !this.#features.enabled('CRDValidationRatcheting')) return undefined;
    return new Correlated(object, old, this.#schema);
  }

  // Metadata was checked before, as of any object.
  #bySchema(object: KubeObject, correlated: Correlated | undefined): readonly FieldError[] {
    if (this.#schema === undefined) return [];
    return validateBySchema(object, this.#schema, this.#rules, { correlated });
  }

  #statusAlone(object: CustomObject, correlated: Correlated | undefined): readonly FieldError[] {
    const schema = this.#schema?.properties?.status;
    if (schema === undefined || !Object.hasOwn(object, 'status')) return [];
    // Without ratcheting, upstream's validator forgets where the status is.
    const named = this.#features.behaviours.customStatusPathShown && this.#features.enabled('CRDValidationRatcheting');
    return validateBySchema(object.status, schema, this.#rules, {
      root: named ? 'status' : '',
      correlated: correlated?.key('status'),
    });
  }

  #scale(object: KubeObject, check: typeof validateScaleSpec): readonly FieldError[] {
    const scale = this.#version.subresources?.scale;
    return scale === undefined ? [] : check(object, scale);
  }

  #embedded(object: KubeObject): readonly FieldError[] {
    const { version, behaviours } = this.#features;
    return validateEmbedded(object, this.#schema, loadSchemas(version.minor), behaviours);
  }

  #listTypes(object: KubeObject): readonly FieldError[] {
    return validateListTypes(object, this.#schema, this.#features.behaviours);
  }

  /** What was wrong before may stay so. */
  #newListTypes(object: KubeObject, old: KubeObject): readonly FieldError[] {
    return this.#listTypes(old).length > 0 ? [] : this.#listTypes(object);
  }
}
