/** How the chosen version checks definitions, and the values of custom objects. */
import { type DefinitionRules } from '../../apiextensions/definition/spec.js';
import { type ValidationRules } from '../../apiextensions/validation/schema-validator.js';
import { loadSchemas } from '../../apis/schema/load.js';
import { type Features } from '../../features/features.js';

export function definitionRules(features: Features): DefinitionRules {
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
      byRules: () => [],
    },
    rules: () => undefined,
    forUpdate: () => rules,
  };
  return rules;
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
