/** The schemas of a Kubernetes minor, from the data that comes with the package. */
import { inflateRawSync } from 'node:zlib';
import { DEFINITIONS } from './data/definitions.js';
import { parseDefinition, readDefinitionTexts } from './data-format.js';
import { type Definition, dereference, type Field, type Schemas } from './schema.js';

const loaded = new Map<number, Schemas>();
let text: string | undefined;

/** The definitions of 1.`minor`, read when they are asked for and kept. Throws for a minor that the data lacks. */
export function loadSchemas(minor: number): Schemas {
  let schemas = loaded.get(minor);
  if (schemas === undefined) {
    text ??= inflateRawSync(Buffer.from(DEFINITIONS, 'base64')).toString();
    schemas = newSchemas(text, minor);
    loaded.set(minor, schemas);
  }
  return schemas;
}

function newSchemas(data: string, minor: number): Schemas {
  const texts = readDefinitionTexts(data, minor);
  if (texts.shapes.size === 0)
    throw new Error(`there is no schema of Kubernetes 1.${minor}: npm run generate makes them`);
  const definitions = new Map<string, Definition>();
  const opened = new Map<string, ReadonlyMap<string, Field>>();
  const schemas: Schemas = {
    minor,
    has: (name) => texts.shapes.has(name),
    get(name) {
      let definition = definitions.get(name);
      if (definition === undefined) {
        definition = parseDefinition(texts, name);
        if (definition === undefined) throw new Error(`Kubernetes 1.${minor} has no definition ${name}`);
        definitions.set(name, definition);
      }
      return definition;
    },
    fields(name) {
      let fields = opened.get(name);
      if (fields === undefined) opened.set(name, (fields = openInlined(schemas, schemas.get(name))));
      return fields;
    },
    names: () => [...texts.shapes.keys()],
  };
  return schemas;
}

function openInlined(schemas: Schemas, definition: Definition): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const field of definition.fields) {
    if (!field.inline) {
      fields.set(field.json, field);
      continue;
    }
    const type = dereference(field.type);
    if (type.kind !== 'struct') throw new Error(`${definition.name}.${field.name} is inlined and no struct`);
    for (const inner of schemas.fields(type.definition).values()) {
      if (!fields.has(inner.json)) fields.set(inner.json, inner);
    }
  }
  return fields;
}
