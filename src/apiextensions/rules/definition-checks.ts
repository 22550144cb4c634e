/** The rules of a definition's schema, compiled and counted. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/{validation,cel_validation}.go. */
import { type FieldError, forbidden, invalid } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { MOST } from '../../cel/cost/range.js';
import { invalidRule } from '../definition/internal-json.js';
import { type RuleChecks, type RulePlace } from '../definition/rule-checks.js';
import { type JSONSchemaProps } from '../schema.js';
import { type CompiledRule, compileRules, type RuleEnvironment, SELF_TYPE } from './compiled.js';
import { declaredBy, MAX_REQUEST } from './declared.js';
import { type MemberWording, ruleMemberErrors } from './members.js';

const RULE_LIMIT = 10_000_000;
const TOTAL_LIMIT = 100_000_000;
const MOST_EXPENSIVE = 4;
const TOTAL = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
const CONTRIBUTED = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';

/** How the rules of one schema are checked. */
export interface DefinitionRuleOptions extends RuleEnvironment, MemberWording {
  readonly wording: ValidationWording;
  /** False where the schema is as it was: what it costs was accepted. */
  readonly limitsEach: boolean;
}

/** A schema and how often it can be in one object; undefined: nobody says. */
class Place implements RulePlace {
  readonly schema: JSONSchemaProps;
  readonly cardinality: number | undefined;
  readonly root: boolean;

  constructor(schema: JSONSchemaProps, cardinality: number | undefined, root: boolean) {
    this.schema = schema;
    this.cardinality = cardinality;
    this.root = root;
  }

  property(schema: JSONSchemaProps): Place {
    return this.#child(schema);
  }

  additional(schema: JSONSchemaProps): Place {
    return this.#child(schema);
  }

  items(schema: JSONSchemaProps): Place {
    return this.#child(schema);
  }

  #child(schema: JSONSchemaProps): Place {
    const most = mostElements(this.schema);
    const known = this.cardinality !== undefined && most !== undefined;
    return new Place(schema, known ? Math.min(this.cardinality * most, MOST) : undefined, false);
  }
}

function mostElements({ type, additionalProperties, maxProperties, maxItems }: JSONSchemaProps): number | undefined {
  if (type === 'array') return maxItems === undefined ? undefined : Math.max(maxItems, 0);
  if (type !== 'object' || additionalProperties === undefined) return 1;
  return maxProperties === undefined ? undefined : Math.max(maxProperties, 0);
}

interface Expensive {
  readonly path: Path;
  readonly cost: number;
}

export class DefinitionRuleChecks implements RuleChecks {
  readonly #options: DefinitionRuleOptions;
  #sum = 0;
  #expensive: Expensive[] = [];

  constructor(options: DefinitionRuleOptions) {
    this.#options = options;
  }

  root(schema: JSONSchemaProps): Place {
    return new Place(schema, 1, true);
  }

  members(schema: JSONSchemaProps, path: Path): FieldError[] {
    return ruleMemberErrors(schema, path, this.#options);
  }

  compile(schema: JSONSchemaProps, path: Path, place: Place, uncorrelatable: Path | undefined): FieldError[] {
    if ((schema['x-kubernetes-validations'] ?? []).length === 0) return [];
    const isResource = place.root || schema['x-kubernetes-embedded-resource'] === true;
    const declared = declaredBy(schema, SELF_TYPE, isResource);
    const at = path.child('x-kubernetes-validations');
    if (declared === undefined) return [unknownType(at)];
    const often = place.cardinality ?? Math.floor(MAX_REQUEST / (declared.minSize + 1));
    return compileRules(schema, declared, this.#options).flatMap((compiled, index) => [
      ...this.#costErrors(compiled, Math.min(compiled.cost * often, MOST), at.index(index)),
      ...this.#compileErrors(compiled, at.index(index)),
      ...this.#messageErrors(compiled, at.index(index)),
      ...transitionErrors(compiled, at.index(index), uncorrelatable),
    ]);
  }

  total(path: Path): FieldError[] {
    if (!this.#options.transitions || this.#sum <= TOTAL_LIMIT) return [];
    return [
      ...this.#expensive.map((one) => forbidden(one.path, CONTRIBUTED)),
      forbidden(path, costText(TOTAL, this.#sum, TOTAL_LIMIT)),
    ];
  }

  #observe(path: Path, cost: number): void {
    this.#sum = Math.min(this.#sum + cost, MOST);
    if (cost < TOTAL_LIMIT / 100) return;
    this.#expensive = [...this.#expensive, { path, cost }].toSorted((a, b) => b.cost - a.cost).slice(0, MOST_EXPENSIVE);
  }

  #costErrors({ program }: CompiledRule, cost: number, at: Path): FieldError[] {
    if (program === undefined || !this.#options.transitions) return [];
    this.#observe(at.child('rule'), cost);
    if (!this.#options.limitsEach || cost <= RULE_LIMIT) return [];
    return [forbidden(at.child('rule'), costText('estimated rule cost', cost, RULE_LIMIT))];
  }

  #compileErrors({ rule, error }: CompiledRule, at: Path): FieldError[] {
    return error === undefined ? [] : [invalidRule(at.child('rule'), rule, error, this.#options.wording)];
  }

  #messageErrors({ rule, message, messageError, messageCost }: CompiledRule, at: Path): FieldError[] {
    const place = at.child('messageExpression');
    if (messageError !== undefined) return [invalidRule(place, rule, messageError, this.#options.wording)];
    if (message === undefined) return [];
    this.#observe(place, messageCost);
    if (!this.#options.limitsEach || messageCost <= RULE_LIMIT) return [];
    return [forbidden(place, costText('estimated messageExpression cost', messageCost, RULE_LIMIT))];
  }
}

function unknownType(at: Path): FieldError {
  const detail =
    'internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations';
  return { type: 'InternalError', field: at.toString(), value: undefined, detail };
}

function transitionErrors(
  { rule, usesOldSelf }: CompiledRule,
  at: Path,
  uncorrelatable: Path | undefined,
): FieldError[] {
  if (usesOldSelf) {
    if (uncorrelatable === undefined) return [];
    const within = uncorrelatable.toString();
    const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${within}`;
    return [invalid(at.child('rule'), rule.rule, detail)];
  }
  if (rule.optionalOldSelf === undefined) return [];
  return [invalid(at.child('optionalOldSelf'), rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule')];
}

function costText(name: string, cost: number, limit: number): string {
  const factor = cost / limit;
  const shown = factor > 100 ? 'more than 100x' : `${factor.toFixed(factor < 1.5 ? 6 : 1)}x`;
  return `${name} exceeds budget by factor of ${shown} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
}
