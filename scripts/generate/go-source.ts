/** Reads the type declarations of a gofmt'd Go package: one declaration, one field, one comment a line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GoField {
  readonly name: string;
  /** As written: `*metav1.Time`, `map[string][]byte`. */
  readonly type: string;
  /** `json`, `protobuf`, `patchStrategy` … */
  readonly tags: ReadonlyMap<string, string>;
  /** The +key=value comment lines above it, a key for each name. */
  readonly markers: ReadonlyMap<string, readonly string[]>;
  readonly embedded: boolean;
}

export interface GoType {
  readonly name: string;
  readonly imports: ReadonlyMap<string, string>;
  readonly markers: ReadonlyMap<string, readonly string[]>;
  /** A struct's fields; undefined for a named type of another sort. */
  readonly fields: readonly GoField[] | undefined;
  /** What a named type that is no struct is made of: `string`, `[]string`. */
  readonly underlying: string;
}

/** The text constants that the package at `directory` declares, by name. */
export function readGoConstants(directory: string): ReadonlyMap<string, string> {
  const sources = goFiles(directory).map((file) => readFileSync(file, 'utf8'));
  return new Map(
    sources.flatMap((source) =>
      [...source.matchAll(/^\t(\w+) +\w+ += ("[^"\n]*")/gm)].map(([, name = '', value = '']) => [name, value] as const),
    ),
  );
}

/** The types that the package at `directory` declares, by name. */
export function readGoPackage(directory: string): ReadonlyMap<string, GoType> {
  const types = new Map<string, GoType>();
  for (const file of goFiles(directory)) {
    readGoFile(readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, ''), types);
  }
  return types;
}

/** The files that people wrote; none where there is no such package in this version. */
function goFiles(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith('.go') && !/(_test|^generated.*|^zz_generated.*|\.pb|_fuzz|_proto)\.go$/.test(file))
    .sort()
    .map((file) => join(directory, file));
}

function readGoFile(source: string, types: Map<string, GoType>): void {
  const lines = source.split('\n');
  const imports = readImports(source);
  let comments: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.startsWith('//')) {
      comments.push(line.slice(2).trim());
      continue;
    }
    const struct = /^type (\w+) struct ?\{(\})?$/.exec(line);
    if (struct !== null) {
      const end = struct[2] === '}' ? i : lines.indexOf('}', i);
      const name = struct[1] ?? '';
      const fields = readFields(lines.slice(i + 1, end));
      types.set(name, { name, imports, markers: readMarkers(comments), fields, underlying: '' });
      i = Math.max(i, end);
    } else {
      const named = /^type (\w+) (?:= )?([^\s{(]+)$/.exec(line.replace(/\s*\/\/.*$/, ''));
      const name = named?.[1];
      if (name !== undefined) {
        const underlying = named?.[2] ?? '';
        types.set(name, { name, imports, markers: readMarkers(comments), fields: undefined, underlying });
      }
    }
    // A marker may stand in a comment of its own, one blank line above the type's.
    if (line !== '') comments = [];
  }
}

function readImports(source: string): ReadonlyMap<string, string> {
  const imports = new Map<string, string>();
  const head = source.slice(0, source.search(/^(type|const|var|func) /m));
  for (const [, alias, path] of head.matchAll(/^(?:import )?\s*([\w.]+)? ?"([^"]+)"$/gm)) {
    if (path !== undefined) imports.set(alias ?? path.slice(path.lastIndexOf('/') + 1), path);
  }
  return imports;
}

function readFields(lines: readonly string[]): readonly GoField[] {
  const fields: GoField[] = [];
  let comments: string[] = [];
  for (const raw of lines) {
    const line = raw.trim();
    if (line.startsWith('//')) {
      comments.push(line.slice(2).trim());
      continue;
    }
    const [, code = '', tagText = ''] = /^([^`]*?)\s*(?:`([^`]*)`)?\s*(?:\/\/.*)?$/.exec(line) ?? [];
    const words = code.trim().split(/\s+/);
    const first = words[0] ?? '';
    if (first !== '') {
      const embedded = words.length === 1;
      fields.push({
        name: embedded ? first.replace(/^\*?(\w+\.)?/, '') : first,
        type: embedded ? first : words.slice(1).join(' '),
        tags: readTags(tagText),
        markers: readMarkers(comments),
        embedded,
      });
    }
    comments = [];
  }
  return fields;
}

function readTags(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/(\w+):"([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
}

function readMarkers(comments: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const markers = new Map<string, string[]>();
  for (const comment of comments) {
    const marker = /^\+([\w:-]+)(?:=(.*))?$/.exec(comment);
    if (marker === null) continue;
    const values = markers.get(marker[1] ?? '') ?? [];
    values.push(marker[2] ?? '');
    markers.set(marker[1] ?? '', values);
  }
  return markers;
}
