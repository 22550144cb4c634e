/** How the chosen version checks and evaluates the rules of schemas. Loaded when the first schema has some. */
import { type Correlated } from '../../apiextensions/correlated.js';
import { type RuleChecks } from '../../apiextensions/definition/rule-checks.js';
import { type RuleEnvironment } from '../../apiextensions/rules/compiled.js';
import { DefinitionRuleChecks } from '../../apiextensions/rules/definition-checks.js';
import { Evaluation } from '../../apiextensions/rules/evaluation.js';
import { Ratcheting } from '../../apiextensions/rules/ratcheting.js';
import { BUDGET, RuleValidator } from '../../apiextensions/rules/rule-validator.js';
import { hasRules, type JSONSchemaProps } from '../../apiextensions/schema.js';
import { type FieldError } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { Environment } from '../../cel/environment.js';
import { type Features } from '../../features/features.js';

const environments = new WeakMap<Features, RuleEnvironment>();

function ruleEnvironment(features: Features): RuleEnvironment {
  const known = environments.get(features);
  if (known !== undefined) return known;
  const { behaviours } = features;
  const made = {
    environment: new Environment(behaviours, behaviours),
    transitions: behaviours.rulesSeeOldValues,
    valuesShown: behaviours.brokenRulesShowValues,
  };
  environments.set(features, made);
  return made;
}

/** Of a definition's schema. `limitsEach`: false where what the rules cost was accepted before. */
export function ruleChecks(features: Features, limitsEach: boolean): RuleChecks {
  const { behaviours } = features;
  return new DefinitionRuleChecks({
    ...ruleEnvironment(features),
    ...{ wording: behaviours, membersNamed: behaviours.ruleMembersNamed, limitsEach },
  });
}

/** Of objects. */
export function ruleValidator(schema: JSONSchemaProps, features: Features): RuleValidator {
  return new RuleValidator(schema, ruleEnvironment(features), true);
}

export interface RuledObject {
  readonly object: KubeObject;
  /** Undefined where it is new. */
  readonly old: KubeObject | undefined;
  readonly correlated: Correlated | undefined;
}

/** Errors, and warnings of what was wrong before and may stay so. */
export function brokenRules(
  validator: RuleValidator,
  features: Features,
  { object, old, correlated }: RuledObject,
): Pick<Evaluation, 'errors' | 'warnings'> {
  const evaluation = new Evaluation(ruleEnvironment(features), BUDGET);
  const ratcheting = new Ratcheting(features.enabled('CRDValidationRatcheting'), correlated);
  validator.validate(object, old, Path.of(), evaluation, ratcheting);
  return evaluation;
}

/** Errors of a schema's default, as a value that stays and as one that is new. */
export function defaultErrorsByRules(
  features: Features,
  value: unknown,
  schema: JSONSchemaProps,
  path: Path,
  isResource: boolean,
): readonly FieldError[] {
  if (!hasRules(schema)) return [];
  const validator = new RuleValidator(schema, ruleEnvironment(features), isResource);
  const ratchets = features.enabled('CRDValidationRatcheting');
  const errorsFrom = (old: unknown): readonly FieldError[] => {
    const evaluation = new Evaluation(ruleEnvironment(features), BUDGET);
    validator.validate(value, old, path, evaluation, new Ratcheting(ratchets));
    return evaluation.errors;
  };
  const errors = errorsFrom(value);
  return errors.length > 0 || !ratchets ? errors : errorsFrom(undefined);
}
