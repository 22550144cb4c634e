import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** From the root: `src/storage/memory.ts`. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

/** The TypeScript files below a folder. */
export function sourcesIn(folder: string): readonly SourceFile[] {
  const directory = path.join(ROOT, folder);
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const text = fs.readFileSync(path.join(directory, name), 'utf8');
      return { path: `${folder}/${name}`, text, lines: text.split('\n').length - 1 };
    });
}

/** What a file imports, dynamically too: a path from the root for our own files, the specifier for others. */
export function importsOf(file: SourceFile): readonly string[] {
  return ts.preProcessFile(file.text).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName;
    return path.posix.join(path.posix.dirname(file.path), fileName).replace(/\.js$/, '.ts');
  });
}
