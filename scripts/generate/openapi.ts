/** What OpenAPI documents say of types beyond their structure. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ranges } from './history.js';

interface Gvk {
  readonly group: string;
  readonly version: string;
}

interface Definition {
  readonly 'x-kubernetes-group-version-kind'?: readonly Gvk[];
  readonly 'x-kubernetes-unions'?: unknown;
}

/** Gathers the facts of all minors; the text's format is explained in src/openapi/facts.ts. */
export class OpenAPIFacts {
  readonly #minors = new Map<string, number[]>();

  /** `directory`: of k8s.io/kubernetes. */
  add(minor: number, directory: string): void {
    for (const fact of new Set([...swaggerFacts(directory), ...enumFacts(directory)])) {
      this.#minors.set(fact, [...(this.#minors.get(fact) ?? []), minor]);
    }
  }

  text(): string {
    const sorted = [...this.#minors].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([fact, minors]) => `${fact.slice(0, 1)} ${ranges(minors)}${fact.slice(1)}`).join('\n');
  }
}

function swaggerFacts(directory: string): string[] {
  const file = join(directory, 'api/openapi-spec/swagger.json');
  const { definitions } = JSON.parse(readFileSync(file, 'utf8')) as { definitions: Record<string, Definition> };
  const options = definitions['io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'];
  const versions = options?.['x-kubernetes-group-version-kind'] ?? [];
  const status = definitions['io.k8s.apimachinery.pkg.apis.meta.v1.Status']?.['x-kubernetes-group-version-kind'] ?? [];
  const unions = Object.entries(definitions).flatMap(([name, definition]) =>
    definition['x-kubernetes-unions'] === undefined
      ? []
      : [`u ${name} ${JSON.stringify(definition['x-kubernetes-unions'])}`],
  );
  return [
    ...versions.map(({ group, version }) => `v ${group}/${version}`),
    ...status.map(({ group, version }) => `s ${group}/${version}`),
    ...unions,
  ];
}

// Minors before 1.24 do not publish this file, and have no enumerations unless an alpha gate is on.
function enumFacts(directory: string): string[] {
  const file = join(directory, 'pkg/generated/openapi/zz_generated.openapi.go');
  if (!existsSync(file)) return [];
  const facts: string[] = [];
  let definition = '';
  let field = '';
  let suffix = '';
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (text.startsWith('func ')) definition = definitionOf(text);
    const property = /^\t{5}"([^"]+)": \{/.exec(text)?.[1];
    if (property !== undefined) [field, suffix] = [property, ''];
    if (text.includes('Items: &spec')) suffix = '[]';
    if (text.includes('AdditionalProperties: &spec')) suffix = '{}';
    const values = /^\s*Enum: +\[\]interface\{\}\{([^}]*)\}/.exec(text)?.[1];
    if (values === undefined || definition === '') continue;
    const list = (JSON.parse(`[${values}]`) as string[]).join('|');
    facts.push(`e ${definition} ${field}${suffix} ${list}`);
  }
  return facts;
}

const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/^func schema_k8sio_api_(\w+?)_(v\d+(?:(?:alpha|beta)\d+)?)_(\w+)\(/, 'io.k8s.api'],
  [/^func schema_pkg_apis_(apiextensions)_(v\d+(?:beta\d+)?)_(\w+)\(/, 'io.k8s.apiextensions-apiserver.pkg.apis'],
];

function definitionOf(text: string): string {
  for (const [pattern, prefix] of PACKAGES) {
    const [, folder, version, name] = pattern.exec(text) ?? [];
    if (name !== undefined) return `${prefix}.${folder}.${version}.${name}`;
  }
  return '';
}
