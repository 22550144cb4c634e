/** How the chosen version checks definitions, and the values of custom objects. */
import { isDeepStrictEqual } from 'node:util';
import { type DefinitionRules } from '../../apiextensions/definition/spec.js';
import { hasRules } from '../../apiextensions/schema.js';
import { type CustomResourceDefinition } from '../../apiextensions/types.js';
import { type ValidationRules } from '../../apiextensions/validation/schema-validator.js';
import { loadSchemas } from '../../apis/schema/load.js';
import { type Features } from '../../features/features.js';
import type * as ruleEnvironment from './rule-environment.js';

/** What checks rules is loaded where the definition has some. */
export async function definitionRules(crd: CustomResourceDefinition, features: Features): Promise<DefinitionRules> {
  const ruled = features.behaviours.schemasHaveRules && definitionHasRules(crd);
  return rulesWith(ruled ? await import('./rule-environment.js') : undefined, features);
}

function definitionHasRules({ spec }: CustomResourceDefinition): boolean {
  return spec.versions.some(({ schema }) => hasRules(schema?.openAPIV3Schema));
}

type LoadedRules = Pick<typeof ruleEnvironment, 'defaultErrorsByRules' | 'ruleChecks'>;

function rulesWith(loaded: LoadedRules | undefined, features: Features): DefinitionRules {
  const { behaviours, version } = features;
  const preserve = behaviours.preserveFieldNamedInFull
    ? 'x-kubernetes-preserve-unknown-fields'
    : 'x-preserve-unknown-fields';
  const rules: DefinitionRules = {
    wording: behaviours,
    missingSchemaText: behaviours.missingSchemasExplained ? 'schemas are required' : '',
    preserveText: `cannot set to true, set ${preserve} to true in spec.versions[*].schema instead`,
    goneVersionText: (name) => (behaviours.goneVersionsExplained ? goneText(name) : 'must appear in spec.versions'),
    schemasHaveRules: behaviours.schemasHaveRules,
    serviceExplained: behaviours.webhookServiceFieldsExplained,
    checksCABundle: behaviours.conversionBundlesChecked,
    defaults: {
      schemas: loadSchemas(version.minor),
      wording: behaviours,
      rules: schemaRules(features),
      byRules: (value, schema, path, isResource) =>
        loaded?.defaultErrorsByRules(features, value, schema, path, isResource) ?? [],
    },
    rules: () => loaded?.ruleChecks(features, true),
    forUpdate: (crd, old) => {
      const unchanged = behaviours.unchangedRulesStay ? unchangedSchemas(crd, old) : new Set();
      return { ...rules, rules: (version) => loaded?.ruleChecks(features, !unchanged.has(version)) };
    },
  };
  return rules;
}

/** The names of versions whose schemas are what they were. */
function unchangedSchemas(crd: CustomResourceDefinition, old: CustomResourceDefinition): ReadonlySet<string> {
  const before = new Map(old.spec.versions.map(({ name, schema }) => [name, schema]));
  const same = crd.spec.versions.filter(
    ({ name, schema }) => before.has(name) && isDeepStrictEqual(schema, before.get(name)),
  );
  return new Set(same.map(({ name }) => name));
}

function goneText(name: string): string {
  return `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
}

/** How values are checked by their schema. */
export function schemaRules({ behaviours }: Features): ValidationRules {
  return {
    kubernetesFormats: behaviours.kubernetesFormats,
    numberFormats: behaviours.numberFormats,
    hasReasons: behaviours.customErrorsHaveReasons,
    tooLongText: (maximum) =>
      behaviours.customTextsAreLonger
        ? `may not be longer than ${String(maximum)}`
        : `${behaviours.tooLongPhrase} ${String(maximum)} bytes`,
  };
}
