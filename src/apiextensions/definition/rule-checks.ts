/** How the rules of schemas (x-kubernetes-validations) are checked, as far as schemas need to know. */
import { type FieldError } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { type JSONSchemaProps } from '../schema.js';

/** Where a schema is, for its rules: what it is in, and how often it can be there. */
export interface RulePlace {
  property(schema: JSONSchemaProps, key: string): RulePlace | undefined;
  additional(schema: JSONSchemaProps): RulePlace | undefined;
  items(schema: JSONSchemaProps): RulePlace | undefined;
}

/** Of one schema: what its rules cost is summed up. */
export interface RuleChecks {
  root(schema: JSONSchemaProps): RulePlace;
  /** Errors of the rules' members, as far as they can be seen without compiling them. */
  members(schema: JSONSchemaProps, path: Path): FieldError[];
  /** Errors of compiling them. `uncorrelatable`: the schema that keeps rules in it from seeing old values. */
  compile(schema: JSONSchemaProps, path: Path, place: RulePlace, uncorrelatable: Path | undefined): FieldError[];
  /** Errors of all that was compiled together: what it costs. */
  total(path: Path): FieldError[];
}
