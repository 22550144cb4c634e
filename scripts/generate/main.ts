/** `npm run generate`: writes src/apis/schema/data, src/apis/kinds/data and src/openapi/data from the Go modules of every minor. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { collect, PackageNumbers } from './collect.js';
import { Histories, packedModule, ranges } from './history.js';
import { collectKinds } from './kinds.js';
import { kubernetesDirectory, packageDirectories, PATCHES } from './modules.js';
import { OpenAPIFacts } from './openapi.js';
import { rootsOf } from './roots.js';

const numbers = new PackageNumbers();
const types = new Histories();
const kinds = new Histories();
const facts = new OpenAPIFacts();
for (const minor of PATCHES.keys()) {
  const directoryOf = packageDirectories(minor);
  const directory = kubernetesDirectory(minor);
  const { blocks, definitions } = collectKinds(directory, directoryOf);
  facts.add(minor, directory);
  kinds.add(minor, blocks);
  types.add(minor, collect(rootsOf(definitions), directoryOf, numbers));
}
write('src/apis/schema/data/definitions.ts', 'DEFINITIONS', typesText());
write('src/apis/kinds/data/kinds.ts', 'KINDS', kindsText());
write('src/openapi/data/facts.ts', 'FACTS', facts.text(), 'facts.ts');

function typesText(): string {
  const sections: string[] = [];
  let current = '';
  for (const [path, history] of types.sorted()) {
    const dot = path.lastIndexOf('.');
    if (path.slice(0, dot) !== current) {
      current = path.slice(0, dot);
      sections.push(`#${numbers.of(current)}`);
    }
    for (const [block, minors] of history) {
      sections.push(`@${path.slice(dot + 1)} ${ranges(minors)}${block === '' ? '' : `\n${block}`}`);
    }
  }
  return [...numbers.list(), '', ...sections, ''].join('\n');
}

function kindsText(): string {
  const sections = kinds
    .sorted()
    .flatMap(([key, history]) => [`#${key}`, ...[...history].map(([block, minors]) => `@${ranges(minors)}\n${block}`)]);
  return `${sections.join('\n')}\n`;
}

function write(path: string, name: string, text: string, reader?: string): void {
  const file = join(import.meta.dirname, '../..', path);
  const source = packedModule(name, text, reader);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
  process.stdout.write(`${path}: ${text.length} characters, ${source.length} packed\n`);
}
