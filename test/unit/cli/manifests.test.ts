import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadManifests, parseManifest } from '../../../src/cli/manifests.js';
import { withDirectory } from '../../directory.js';

const noInput = (): Promise<string> => Promise.reject(new Error('nobody asked for standard input'));
const named = (kind: string, name: string): object => ({ apiVersion: 'v1', kind, metadata: { name } });
const yamlOf = (kind: string, name: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;

describe('parseManifest', () => {
  it('reads several documents and passes over empty ones', async () => {
    const text = `---\n# nothing\n---\n${yamlOf('Namespace', 'a')}---\n${yamlOf('ServiceAccount', 'b')}---\n`;
    expect(await parseManifest(text, 'x.yaml')).toEqual([named('Namespace', 'a'), named('ServiceAccount', 'b')]);
  });

  it('reads JSON and opens lists', async () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [named('Namespace', 'a'), named('Secret', 'b')] };
    expect(await parseManifest(JSON.stringify(list), 'x.json')).toEqual(list.items);
  });

  it('reads scalars as kubectl does', async () => {
    const text = `apiVersion: v1\nkind: Pod\non: off\na: yes\nb: 0777\nc: 2026-01-31\nd: 22:22\ne: 'yes'\nf: 1.5\ng: 1_000\n`;
    expect(await parseManifest(text, 'x.yaml')).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        true: false,
        a: true,
        b: 511,
        c: '2026-01-31',
        d: '22:22',
        e: 'yes',
        f: 1.5,
        g: 1000,
      },
    ]);
  });

  it.each([
    ['a: b: c', 'x.yaml, line 1, column 4: Nested mappings are not allowed in compact mappings'],
    [`${yamlOf('Namespace', 'a')}---\nfoo\n`, 'x.yaml, document 2 (line 6): it is no object'],
    [`${yamlOf('Namespace', 'a')}---\n\nkind: Secret\n`, 'x.yaml, document 2 (line 7): apiVersion is not set'],
    ['apiVersion: v1', 'x.yaml, document 1 (line 1): kind is not set'],
    ['apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n', 'x.yaml, document 1 (line 1), item 1: apiVersion is not set'],
    ['a: 1\na: 2', 'x.yaml, line 2, column 1: Map keys must be unique'],
  ])('refuses %j', async (text, message) => {
    await expect(parseManifest(text, 'x.yaml')).rejects.toThrow(`--manifests: ${message}`);
  });
});

describe('loadManifests', () => {
  it('reads files, standard input, and the manifests of a directory by name', async () => {
    await withDirectory(async (directory) => {
      const folder = join(directory, 'folder');
      await mkdir(folder);
      await writeFile(join(directory, 'one'), yamlOf('Secret', 'one'));
      await writeFile(join(folder, '20.yaml'), yamlOf('Secret', 'twenty'));
      await writeFile(join(folder, '10.json'), JSON.stringify(named('Namespace', 'ten')));
      await writeFile(join(folder, 'README.md'), 'not a manifest');
      const input = (): Promise<string> => Promise.resolve(yamlOf('Secret', 'input'));
      expect(await loadManifests([join(directory, 'one'), folder, '-'], input)).toEqual([
        named('Secret', 'one'),
        named('Namespace', 'ten'),
        named('Secret', 'twenty'),
        named('Secret', 'input'),
      ]);
    });
  });

  it('names what cannot be read', async () => {
    await expect(loadManifests(['/no/such'], noInput)).rejects.toThrow(
      '--manifests: cannot read /no/such: no such file',
    );
    await withDirectory(async (directory) => {
      await expect(loadManifests([directory], noInput)).rejects.toThrow(`--manifests: ${directory} holds no .yaml,`);
    });
  });
});
