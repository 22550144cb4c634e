import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './sources.js';

const OURS = /`((?:src|test|bench|scripts|config|docs|examples)\/[\w./-]+)`/g;
const LINK = /\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g;
const COMMAND = /\bnpm run ([\w:-]+)/g;

interface Document {
  readonly name: string;
  readonly text: string;
}

function documents(): Document[] {
  const inDocs = fs.existsSync(path.join(ROOT, 'docs'))
    ? fs.readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`)
    : [];
  return [...fs.readdirSync(ROOT), ...inDocs]
    .filter((name) => name.endsWith('.md'))
    .map((name) => ({ name, text: fs.readFileSync(path.join(ROOT, name), 'utf8') }));
}

const exists = (...parts: string[]): boolean => fs.existsSync(path.join(ROOT, ...parts));

it('documents link to what is there', () => {
  const broken = documents().flatMap(({ name, text }) =>
    [...text.matchAll(LINK)]
      .filter(([, target = '']) => !exists(path.dirname(name), target))
      .map(([, target]) => `${name} links to ${String(target)}`),
  );
  expect(broken).toEqual([]);
});

it('documents name files and folders that are there', () => {
  const broken = documents().flatMap(({ name, text }) =>
    [...text.matchAll(OURS)]
      .filter(([, target = '']) => !exists(target))
      .map(([, target]) => `${name} names ${String(target)}`),
  );
  expect(broken).toEqual([]);
});

it('documents name npm scripts that are there', () => {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const broken = documents().flatMap(({ name, text }) =>
    [...text.matchAll(COMMAND)]
      .filter(([, script = '']) => !(script in scripts))
      .map(([, script]) => `${name} names ${String(script)}`),
  );
  expect(broken).toEqual([]);
});
