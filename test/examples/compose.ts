/** The compose files of the repository, as far as a test has to know them. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { EXAMPLES, ROOT } from './programs.js';

export interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly network_mode?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export interface Compose {
  /** From the repository's root. */
  readonly file: string;
  /** Where its relative paths begin. */
  readonly folder: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export async function composeFiles(): Promise<readonly Compose[]> {
  const names = await fs.readdir(EXAMPLES, { recursive: true });
  const inExamples = names.filter((name) => path.basename(name) === 'compose.yml');
  return Promise.all(['docker-compose.yml', ...inExamples.map((name) => path.join('examples', name))].map(read));
}

async function read(file: string): Promise<Compose> {
  const text = await fs.readFile(path.join(ROOT, file), 'utf8');
  const { services, volumes } = parse(text, { merge: true }) as Pick<Compose, 'services' | 'volumes'>;
  return { file, folder: path.dirname(path.join(ROOT, file)), services, volumes };
}

/** A volume as `source:target[:ro]`. */
export function mount(volume: string): { readonly source: string; readonly target: string } {
  const [source = '', target = ''] = volume.split(':');
  return { source, target };
}
