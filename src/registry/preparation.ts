/**
 * Makes of what a client sent what is stored: metadata, strategy, validation, warnings, validating admission, encoding.
 * Source: k8s.io/apiserver/pkg/registry/rest/{create,update}.go.
 */
import { isDeepStrictEqual } from 'node:util';
import { newConflict, newInvalid, newUnknownError } from '../apis/errors.js';
import { type FieldError, fieldErrorText } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { encodeObject } from '../apis/schema/encode.js';
import { type Schemas } from '../apis/schema/schema.js';
import { nameIsDNSSubdomain } from '../apis/validation/names.js';
import { validateObjectMeta, validateObjectMetaUpdate } from '../apis/validation/object-meta.js';
import { invalidStructure } from '../apis/validation/structure.js';
import { type Awaitable } from '../authentication/authenticator.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { type Features } from '../features/features.js';
import { carrySystemFields, ensureNamespace, fillSystemFields, generateName } from './metadata.js';
import { type AnyKind, type RequestContext, type ServedVersion, type Strategy, type StrategyContext } from './rest.js';

export interface PreparationDependencies {
  readonly schemas: Schemas;
  readonly features: Features;
  readonly clock: Clock;
  readonly random: Random;
}

/** Runs validating admission on a new state (and the state before); refuses by throwing. */
export type ValidateObject = (object: KubeObject, old?: KubeObject) => Awaitable<void>;

/** How a change goes through validation. */
export interface UpdateRules {
  readonly name: string;
  /** The subresource's own strategy in place of the kind's. */
  readonly strategy?: Pick<Strategy, 'prepareForUpdate' | 'validateUpdate' | 'warningsOnUpdate'>;
  readonly subresource?: string;
  readonly validate?: ValidateObject;
}

const METADATA = Path.of('metadata');

const STALE = 'the object has been modified; please apply your changes to the latest version and try again';

export class Preparation {
  readonly #kind: AnyKind;
  readonly #strategy: Strategy;
  readonly #stored: ServedVersion;
  readonly #deps: PreparationDependencies;

  constructor(kind: AnyKind, stored: ServedVersion, deps: PreparationDependencies) {
    this.#kind = kind;
    this.#strategy = kind.strategy ?? {};
    this.#stored = stored;
    this.#deps = deps;
  }

  /** A new object as it is to be stored. Changes `object`. */
  async creation(object: KubeObject, context: RequestContext, validate: ValidateObject): Promise<KubeObject> {
    const { clock, random } = this.#deps;
    fillSystemFields(object, clock, random);
    ensureNamespace(object, this.#kind.namespaced ? context.namespace : '');
    generateName(object, random);
    const strategyContext = this.context(context, '');
    this.#strategy.prepareForCreate?.(object, strategyContext);
    if (this.#strategy.countsGenerations === true) object.metadata.generation = 1;
    this.#refuse(object, [
      ...this.#metadataErrors(object),
      ...((await this.#strategy.validate?.(object, strategyContext)) ?? []),
    ]);
    for (const warning of this.#strategy.warningsOnCreate?.(object, strategyContext) ?? []) context.warn(warning);
    await validate(object);
    return this.encode(object);
  }

  /** The next state of `current` as it is to be stored; `current` itself where nothing changes. Changes `object`. */
  async update(
    object: KubeObject,
    current: KubeObject,
    rules: UpdateRules,
    context: RequestContext,
  ): Promise<KubeObject> {
    this.#checkResourceVersion(object, current, rules.name);
    const strategy = rules.strategy ?? this.#strategy;
    const strategyContext = this.context(context, rules.subresource ?? '');
    ensureNamespace(object, this.#kind.namespaced ? context.namespace : '');
    if (current.metadata.generation === undefined) delete object.metadata.generation;
    else object.metadata.generation = current.metadata.generation;
    strategy.prepareForUpdate?.(object, current, strategyContext);
    carrySystemFields(object, current);
    if (this.#strategy.countsGenerations === true && this.#isNextGeneration(object, current)) {
      object.metadata.generation = (current.metadata.generation ?? 0) + 1;
    }
    const { behaviours } = this.#deps.features;
    const { ownFinalizers } = this.#strategy;
    const metadataErrors = validateObjectMetaUpdate(
      ...([object.metadata, current.metadata, behaviours, METADATA, ownFinalizers] as const),
    );
    this.#refuse(object, [
      ...this.#metadataErrors(object),
      ...metadataErrors,
      // The strategies of upstream look once more, and both findings were told as long as nothing took them for one.
      ...(behaviours.declarativeMetadataValidation ? [] : metadataErrors),
      ...((await strategy.validateUpdate?.(object, current, strategyContext)) ?? []),
    ]);
    for (const warning of strategy.warningsOnUpdate?.(object, current, strategyContext) ?? []) context.warn(warning);
    await rules.validate?.(object, current);
    const encoded = this.encode(object);
    return isDeepStrictEqual(encoded, current) ? current : encoded;
  }

  // Compared as they are stored, as defaults and empty fields make no difference there.
  #isNextGeneration(object: KubeObject, current: KubeObject): boolean {
    const left = this.#strategy.countsStatus === true ? { metadata: {} } : { metadata: {}, status: {} };
    const [next, last] = [this.encode(object), current].map((state) => ({ ...state, ...left }));
    return !isDeepStrictEqual(next, last);
  }

  encode(object: KubeObject): KubeObject {
    if (this.#stored.codec !== undefined) return this.#stored.codec.encode(object);
    const { schemas, features } = this.#deps;
    const nullCreationTimestamp = features.behaviours.nullCreationTimestamp;
    // Definitions of custom resources are stored as JSON, all else as protobuf.
    const dropEmpty = this.#kind.group !== 'apiextensions.k8s.io';
    return encodeObject(schemas, this.#stored.schema, object, { nullCreationTimestamp, dropEmpty }) as KubeObject;
  }

  /** What a strategy is told of a request. */
  context(context: RequestContext, subresource: string): StrategyContext {
    const { features, clock, random } = this.#deps;
    const { user, namespace, version, group = this.#kind.group } = context;
    const warn = (text: string): void => context.warn(text);
    return { features, clock, random, user, namespace, group, version, subresource, warn };
  }

  #checkResourceVersion(object: KubeObject, current: KubeObject, name: string): void {
    const given = object.metadata.resourceVersion ?? '';
    const existing = current.metadata.resourceVersion ?? '';
    if (given !== '' && !/^\d+$/.test(given)) {
      throw newUnknownError(`strconv.ParseUint: parsing ${JSON.stringify(given)}: invalid syntax`);
    }
    if (Number(given) === 0) {
      if (this.#strategy.allowUnconditionalUpdate === false) {
        const path = Path.of('metadata', 'resourceVersion');
        const { behaviours } = this.#deps.features;
        const errors = [invalidStructure(path, 0, '0x0', 'must be specified for an update', behaviours)];
        throw newInvalid({ group: this.#kind.group, kind: this.#kind.resource }, name, errors);
      }
    } else if (Number(given) !== Number(existing)) {
      throw newConflict({ group: this.#kind.group, resource: this.#kind.resource }, name, STALE);
    }
    object.metadata.resourceVersion = existing;
  }

  #metadataErrors(object: KubeObject): readonly FieldError[] {
    const { features } = this.#deps;
    const validateName = (name: string, prefix: boolean): readonly string[] =>
      this.#strategy.validateName?.(name, prefix, features) ?? nameIsDNSSubdomain(name, prefix);
    const { ownFinalizers } = this.#strategy;
    return validateObjectMeta(
      ...([
        object.metadata,
        this.#kind.namespaced,
        validateName,
        features.behaviours,
        METADATA,
        ownFinalizers,
      ] as const),
    );
  }

  #refuse(object: KubeObject, errors: readonly FieldError[]): void {
    if (errors.length === 0) return;
    const { declarativeMetadataValidation } = this.#deps.features.behaviours;
    // What declares rules for the kind also tells what is the same.
    const told = declarativeMetadataValidation ? withoutRepetitions(errors) : errors;
    const group = this.#strategy.invalidGroup?.(this.#deps.features) ?? this.#kind.group;
    throw newInvalid({ group, kind: this.#kind.kind }, object.metadata.name ?? '', told);
  }
}

function withoutRepetitions(errors: readonly FieldError[]): readonly FieldError[] {
  return [...new Map(errors.map((error) => [fieldErrorText(error), error])).values()];
}
