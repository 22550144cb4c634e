import { describe, expect, it } from 'vitest';
import { type SourceFile, sourcesIn } from './sources.js';

const LONGEST = 400;
const MEDIAN = 90;
/** Pure tables, which may be as long as what they list. */
const TABLES = [
  'src/authorization/bootstrap/cluster-roles.ts',
  'src/features/upstream-gates.ts',
  'src/features/versions.ts',
];
/** Data that a script wrote. */
const GENERATED = /^src\/(apis\/(schema|kinds)|openapi)\/data\//;

const DRAWER = /(^|\/)(utils?|helpers?|shared|common|misc|lib)(\/|\.ts$)/;
const VERSION_COMPARISON =
  /\b(minor|version|kubernetesVersion)\)?\s*(<|>|<=|>=|===|!==)\s*['"]?\d|\d\s*(<|>|<=|>=|===|!==)\s*[\w.]*\b(minor|version)\b/;

const src = sourcesIn('src').filter(({ path }) => !GENERATED.test(path));
const others = ['test', 'bench', 'scripts'].flatMap(sourcesIn);

const paths = (files: readonly SourceFile[]): string[] => files.map(({ path }) => path);

describe('files', () => {
  it(`are no longer than ${LONGEST} lines, but for tables`, () => {
    const long = [...src, ...others].filter(({ lines, path }) => lines > LONGEST && !TABLES.includes(path));
    expect(paths(long)).toEqual([]);
  });

  it('are named as tables only where they are long', () => {
    expect(TABLES.filter((table) => !src.some(({ path, lines }) => path === table && lines > LONGEST))).toEqual([]);
  });

  it(`have a median under ${MEDIAN} lines`, () => {
    const lengths = src.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(MEDIAN);
  });

  it('are rooms, not drawers', () => {
    expect(paths([...src, ...others]).filter((path) => DRAWER.test(path))).toEqual([]);
  });

  it('export by name only', () => {
    const offenders = [...src, ...others].filter(({ text }) =>
      /^export default\b|^export \{[^}]*\bas default\b/m.test(text),
    );
    expect(paths(offenders)).toEqual([]);
  });
});

describe('versions', () => {
  it('are compared in src/features alone', () => {
    const comparing = src
      .filter(({ path }) => !path.startsWith('src/features/'))
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .map((line, i) => `${path}:${i + 1}: ${line.trim()}`)
          .filter((line) => VERSION_COMPARISON.test(line)),
      );
    expect(comparing).toEqual([]);
  });
});

describe('tests', () => {
  it('do not sleep', () => {
    const sleeping = sourcesIn('test')
      .filter(({ path }) => path.endsWith('.test.ts'))
      .filter(({ text }) => /\bsleep\(|setTimeout\([^,]+, *\d{3,}/.test(text));
    expect(paths(sleeping)).toEqual([]);
  });

  it('are all run', () => {
    const left = sourcesIn('test').filter(({ text }) => /\b(describe|it|test)\.(only|todo|skip)\(/.test(text));
    expect(paths(left)).toEqual([]);
  });
});
