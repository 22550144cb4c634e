// Writes the files that follow from src/cli/flags.ts; needs a build.
import { mkdirSync, writeFileSync } from 'node:fs';
import { defaultConfig } from '../dist/cli/default-config.js';
import { commandLineReference } from '../dist/cli/reference.js';

const root = new URL('../', import.meta.url);
mkdirSync(new URL('docs/reference/', root), { recursive: true });
writeFileSync(new URL('config/default.yaml', root), defaultConfig());
writeFileSync(new URL('docs/reference/command-line.md', root), commandLineReference());
