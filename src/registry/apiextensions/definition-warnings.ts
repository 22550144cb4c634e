/** What writers of definitions are warned of. Source: k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go. */
import { schemasOf } from '../../apiextensions/definition/hoisted.js';
import { knownFormat } from '../../apiextensions/formats.js';
import { itemsOf, type JSONSchemaProps, schemaHas } from '../../apiextensions/schema.js';
import { type CustomResourceDefinition } from '../../apiextensions/types.js';
import { type Features } from '../../features/features.js';

/** `old`: as it was, of a change, which is warned of what is new alone. */
export function definitionWarnings(
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  { behaviours }: Features,
): string[] {
  const { unknownFormatWarnings, compositeSetWarnings, numberFormats } = behaviours;
  const formats = (one: CustomResourceDefinition): string[] =>
    unknownFormatWarnings ? unknownFormats(one, numberFormats) : [];
  const sets = (one: CustomResourceDefinition): string[] => (compositeSetWarnings ? compositeSets(one) : []);
  const knownFormats = old === undefined ? [] : formats(old);
  const knownSets = old === undefined ? [] : sets(old);
  return [
    ...formats(crd)
      .filter((format) => !knownFormats.includes(format))
      .map((format) => `unrecognized format ${JSON.stringify(format)}`),
    ...sets(crd).filter((text) => !knownSets.includes(text)),
  ];
}

function eachOf(crd: CustomResourceDefinition, look: (schema: JSONSchemaProps) => void): void {
  for (const schema of schemasOf(crd.spec)) {
    schemaHas(schema, (one) => {
      look(one);
      return false;
    });
  }
}

function unknownFormats(crd: CustomResourceDefinition, byType: boolean): string[] {
  const found: string[] = [];
  eachOf(crd, ({ format = '', type = '' }) => {
    if (format === '' || (!byType && type !== 'string')) return;
    if (knownFormat({ format, type }, { kubernetesFormats: true }) === undefined) found.push(format);
  });
  return found;
}

function compositeSets(crd: CustomResourceDefinition): string[] {
  const found = new Set<string>();
  eachOf(crd, (schema) => {
    const type = itemsOf(schema)?.type ?? '';
    if (schema['x-kubernetes-list-type'] !== 'set' || !['object', 'array'].includes(type)) return;
    const where = `x-kubernetes-list-type: set for items of type ${JSON.stringify(type)}`;
    found.add(`${where} is not supported by server-side apply or CEL validation rules`);
  });
  return [...found].sort();
}
