/** Checks what a definition wants. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (validateCustomResourceDefinitionSpec). */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { isDNS1123Subdomain } from '../../apis/validation/names.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { type JSONSchemaProps, schemaHas } from '../schema.js';
import { type CustomResourceDefinition, type CustomResourceDefinitionSpec } from '../types.js';
import { validateColumn, validateDeprecation, validateSubresources } from './columns.js';
import { validateConversion } from './conversion.js';
import { type DefaultChecks, validateDefaults } from './defaults.js';
import { hoisted, type HoistedSpec, SPEC, type VersionParts } from './hoisted.js';
import { invalidVersions } from './internal-json.js';
import { labelErrors, missingNames, validateNames } from './names.js';
import { type Requirements } from './requirements.js';
import { rootErrors } from './root-rules.js';
import { type RuleChecks } from './rule-checks.js';
import { SchemaRules } from './schema-rules.js';
import { validateSelectableFields } from './selectable-fields.js';
import { validateStructural } from './structural.js';
import { structuralProblem } from './supported-members.js';

/** How a version of Kubernetes words and checks definitions. */
export interface DefinitionRules {
  readonly wording: ValidationWording;
  /** Of a version that has no schema: `schemas are required` or nothing. */
  readonly missingSchemaText: string;
  readonly preserveText: string;
  goneVersionText(name: string): string;
  /** True where schemas know x-kubernetes-validations. */
  readonly schemasHaveRules: boolean;
  readonly serviceExplained: boolean;
  /** False where a caBundle may be anything. */
  readonly checksCABundle: boolean;
  readonly defaults: Omit<DefaultChecks, 'pruned'>;
  /** Of rules in schemas; undefined in versions that know none. `version`: whose schema it is, '' for the whole. */
  rules(version: string): RuleChecks | undefined;
  /** The same rules, for a change: what was accepted once may stay. */
  forUpdate(crd: CustomResourceDefinition, old: CustomResourceDefinition): DefinitionRules;
}

const SCOPES = ['Cluster', 'Namespaced'];

export function validateSpec(
  spec: CustomResourceDefinitionSpec,
  requirements: Requirements,
  rules: DefinitionRules,
): FieldError[] {
  const parts = hoisted(spec);
  const needs = { ...requirements, structural: needsStructural(spec, parts, requirements) };
  const check = new SpecValidation(spec, parts, needs, rules);
  return [
    ...groupErrors(spec.group),
    ...scopeErrors(spec.scope),
    ...check.missingSchemas(),
    ...(hasDefaults(parts) && preservesUnknown(spec)
      ? [invalid(SPEC.child('preserveUnknownFields'), true, 'must be false in order to use defaults in the schema')]
      : []),
    ...spec.versions.flatMap((_, i) => check.version(i)),
    ...versionListErrors(spec, rules.wording),
    ...missingNames(spec.names, SPEC.child('names')),
    ...validateNames(spec.names, SPEC.child('names')),
    ...check.whole(),
    ...check.conversion(),
  ];
}

function preservesUnknown(spec: CustomResourceDefinitionSpec): boolean {
  return spec.preserveUnknownFields === true;
}

function needsStructural(
  spec: CustomResourceDefinitionSpec,
  parts: HoistedSpec,
  { structural }: Requirements,
): boolean {
  return structural || !preservesUnknown(spec) || hasDefaults(parts);
}

function hasDefaults({ whole, versions }: HoistedSpec): boolean {
  return [whole, ...versions].some(({ schema }) =>
    schemaHas(schema?.openAPIV3Schema, ({ default: value }) => (value ?? null) !== null),
  );
}

function groupErrors(group: string): FieldError[] {
  const path = SPEC.child('group');
  if (group === '') return [required(path)];
  const texts = isDNS1123Subdomain(group);
  if (texts.length > 0) return [invalid(path, group, texts.join(','))];
  return group.includes('.') ? [] : [invalid(path, group, 'should be a domain with at least one dot')];
}

function scopeErrors(scope: string): FieldError[] {
  if (scope === '') return [required(SPEC.child('scope'))];
  return SCOPES.includes(scope) ? [] : [notSupported(SPEC.child('scope'), scope, SCOPES)];
}

function versionListErrors(spec: CustomResourceDefinitionSpec, wording: ValidationWording): FieldError[] {
  const names = spec.versions.map(({ name }) => name);
  const [first = ''] = names;
  const errors: FieldError[] = [];
  if (new Set(names).size < names.length)
    errors.push(invalidVersions(spec, 'must contain unique version names', wording));
  if (spec.versions.filter(({ storage }) => storage).length !== 1) {
    errors.push(invalidVersions(spec, 'must have exactly one version marked as storage version', wording));
  }
  return [...errors, ...labelErrors(first, SPEC.child('version'))];
}

class SpecValidation {
  readonly #spec: CustomResourceDefinitionSpec;
  readonly #parts: HoistedSpec;
  readonly #needs: Requirements;
  readonly #rules: DefinitionRules;

  constructor(spec: CustomResourceDefinitionSpec, parts: HoistedSpec, needs: Requirements, rules: DefinitionRules) {
    this.#spec = spec;
    this.#parts = parts;
    this.#needs = needs;
    this.#rules = rules;
  }

  missingSchemas(): FieldError[] {
    const { schemas } = this.#needs;
    if (this.#parts.whole.schema?.openAPIV3Schema !== undefined) return [];
    if (!schemas && preservesUnknown(this.#spec)) return [];
    const text = schemas ? this.#rules.missingSchemaText : 'because otherwise all fields are pruned';
    return this.#spec.versions.flatMap(({ schema, served }, i) => {
      if (schema?.openAPIV3Schema !== undefined || (!schemas && !served)) return [];
      return [required(SPEC.child('versions').index(i).child('schema', 'openAPIV3Schema'), text)];
    });
  }

  version(i: number): FieldError[] {
    const path = SPEC.child('versions').index(i);
    const whole = this.#spec.versions[i];
    const own = this.#parts.versions[i];
    if (whole === undefined || own === undefined) return [];
    const subresources = own.subresources ?? this.#parts.whole.subresources;
    return [
      ...labelErrors(whole.name, path.child('name'), false),
      ...validateDeprecation(whole, path.child('deprecationWarning')),
      ...this.#schema(own.schema?.openAPIV3Schema, path.child('schema'), subresources?.status !== undefined, own.name),
      ...this.#otherParts(own, path),
      ...this.#selectable(own, path, own.name, '`version.schema.openAPIV3Schema` is not included'),
    ];
  }

  /** What all versions have alike. */
  whole(): FieldError[] {
    const { whole } = this.#parts;
    const hasStatus = this.#spec.versions.some(({ subresources }) => subresources?.status !== undefined);
    return [
      ...this.#schema(whole.schema?.openAPIV3Schema, SPEC.child('validation'), hasStatus, ''),
      ...this.#otherParts(whole, SPEC),
      ...this.#selectable(whole, SPEC, '', 'validations.schema is included'),
    ];
  }

  conversion(): FieldError[] {
    const { conversion } = this.#spec;
    const path = SPEC.child('conversion');
    if (conversion === undefined) return [];
    const { knownReviewVersion, validCABundle } = this.#needs;
    const { serviceExplained, checksCABundle, wording } = this.#rules;
    return [
      ...(conversion.strategy !== 'None' && preservesUnknown(this.#spec)
        ? [invalid(path.child('strategy'), conversion.strategy, 'must be None if spec.preserveUnknownFields is true')]
        : []),
      ...validateConversion(
        conversion,
        path,
        { knownReviewVersion, serviceExplained, validCABundle: checksCABundle && validCABundle },
        wording,
      ),
    ];
  }

  #otherParts({ subresources, additionalPrinterColumns = [] }: VersionParts, path: Path): FieldError[] {
    return [
      ...(subresources === undefined ? [] : validateSubresources(subresources, path.child('subresources'))),
      ...additionalPrinterColumns.flatMap((column, i) =>
        validateColumn(column, path.child('additionalPrinterColumns').index(i)),
      ),
    ];
  }

  #selectable(parts: VersionParts, path: Path, version: string, lack: string): FieldError[] {
    const { selectableFields = [] } = parts;
    const schema = parts.schema?.openAPIV3Schema;
    if (selectableFields.length === 0) return [];
    const at = path.child('selectableFields');
    if (schema === undefined) return [invalid(at, '', `may only be set when ${lack}`)];
    const problem = structuralProblem(schema);
    if (problem !== undefined) return [invalid(path.child('schema.openAPIV3Schema'), '', problem)];
    return validateSelectableFields(
      selectableFields,
      schema,
      at,
      this.#needs.tooManySelectableFields.includes(version),
    );
  }

  #schema(schema: JSONSchemaProps | undefined, path: Path, hasStatus: boolean, version: string): FieldError[] {
    if (schema === undefined) return [];
    const { wording } = this.#rules;
    const at = path.child('openAPIV3Schema');
    const errors = hasStatus ? rootErrors(schema, path, wording, this.#rules.schemasHaveRules) : [];
    if (schema.nullable === true) errors.push(forbidden(at.child('nullable'), 'nullable cannot be true at the root'));
    const problem = this.#needs.structural ? structuralProblem(schema) : undefined;
    const structure = this.#needs.structural && problem === undefined ? this.#structure(schema, at) : undefined;
    errors.push(...(structure ?? []));
    const rules = this.#rules.rules(version);
    const found = new SchemaRules(this.#needs, wording, rules).validate(schema, at, structure?.length === 0);
    errors.push(...found.schema, ...found.rules);
    if (errors.length === 0 && problem !== undefined) errors.push(invalid(at, '', problem));
    return [...errors, ...(structure?.length === 0 ? (rules?.total(at) ?? []) : [])];
  }

  #structure(schema: JSONSchemaProps, at: Path): FieldError[] {
    const errors = validateStructural(schema, at);
    if (errors.length > 0) return errors;
    return validateDefaults(schema, at, { ...this.#rules.defaults, pruned: this.#needs.prunedDefaults });
  }
}
