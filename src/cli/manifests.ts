/** The objects of --manifests, read as kubectl reads them: YAML 1.1 or JSON, several documents to a file, lists opened. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document, Tags } from 'yaml';
import type { KubeObject } from '../apis/meta/v1.js';
import { readNamedFile, systemReason } from './files.js';
import { UsageError } from './usage-error.js';

const EXTENSIONS = ['.yaml', '.yml', '.json'];

/** @param readInput standard input's text, for the path `-`. @throws UsageError naming file and position. */
export async function loadManifests(
  paths: readonly string[],
  readInput: () => Promise<string>,
): Promise<readonly KubeObject[]> {
  const objects: KubeObject[] = [];
  for (const path of paths) {
    if (path === '-') objects.push(...(await parseManifest(await readInput(), 'standard input')));
    else for (const file of await filesOf(path)) objects.push(...(await parseManifest(await read(file), file)));
  }
  return objects;
}

const read = (file: string): Promise<string> => readNamedFile('manifests', file);

async function filesOf(path: string): Promise<readonly string[]> {
  let names: string[];
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    names = await readdir(path);
  } catch (error) {
    throw new UsageError(`--manifests: cannot read ${path}: ${systemReason(error)}`);
  }
  const files = names.filter((name) => EXTENSIONS.some((extension) => name.endsWith(extension))).sort();
  if (files.length === 0) throw new UsageError(`--manifests: ${path} holds no ${EXTENSIONS.join(', ')} file`);
  return files.map((name) => join(path, name));
}

/** The objects of one text, in order; empty documents are passed over. */
export async function parseManifest(text: string, source: string): Promise<readonly KubeObject[]> {
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    // kubectl's YAML library takes yes, no, on and off for booleans and 0777 for an octal number,
    version: '1.1',
    // but 2026-01-31 and 1:30 for strings.
    customTags: (tags) => tags.filter((tag) => !isTime(tag)),
    lineCounter: lines,
    prettyErrors: false,
  });
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
  return documents.flatMap((document, index) => {
    const start = lines.linePos(document.contents?.range?.[0] ?? 0).line;
    const place = `${source}, document ${String(index + 1)} (line ${String(start)})`;
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw new UsageError(`--manifests: ${source}, line ${String(line)}, column ${String(col)}: ${error.message}`);
    }
    return objectsOf(document.toJS(), place);
  });
}

function isTime(tag: Tags[number]): boolean {
  if (typeof tag === 'string') return false;
  return tag.tag === 'tag:yaml.org,2002:timestamp' || ('format' in tag && tag.format === 'TIME');
}

function objectsOf(value: unknown, place: string): readonly KubeObject[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new UsageError(`--manifests: ${place}: it is no object`);
  }
  const { apiVersion, kind, items } = value as Record<string, unknown>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    const missing = typeof apiVersion === 'string' ? 'kind' : 'apiVersion';
    throw new UsageError(`--manifests: ${place}: ${missing} is not set`);
  }
  if (!kind.endsWith('List') || !Array.isArray(items)) return [value as KubeObject];
  return items.flatMap((item, index) => objectsOf(item, `${place}, item ${String(index + 1)}`));
}
