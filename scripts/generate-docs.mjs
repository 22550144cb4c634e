// `npm run generate:docs`: writes the files that follow from src/cli/flags.ts and from the lists of kinds.
import { mkdirSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';

register('../test/typescript/loader.mjs', import.meta.url);
const { defaultConfig } = await import('../src/cli/default-config.ts');
const { commandLineReference } = await import('../src/cli/reference.ts');
const { kindsReference } = await import('../src/registry/reference.ts');

const at = (path) => new URL(`../${path}`, import.meta.url);
mkdirSync(at('docs/reference/'), { recursive: true });
writeFileSync(at('config/default.yaml'), defaultConfig());
writeFileSync(at('docs/reference/command-line.md'), commandLineReference());
writeFileSync(at('docs/reference/kinds.md'), kindsReference());
