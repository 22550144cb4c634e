import { describe, expect, it } from 'vitest';
import { WRITTEN_KINDS } from '../../src/registry/index.js';
import { importsOf, sourcesIn } from './sources.js';

/** Folders with one ordered list, and how a file that belongs in it declares itself. */
const LISTS = [
  {
    folder: 'src/registry',
    member: /\bdefineKind[<(]/,
    contract: 'rest.ts',
    list: /WRITTEN_KINDS: readonly AnyKind\[\] = \[([^\]]*)\]/,
  },
  {
    folder: 'src/controllers',
    member: /^export const \w+: Controller = /m,
    contract: 'controller.ts',
    list: /CONTROLLERS: readonly Controller\[\] = \[([^\]]*)\]/,
  },
  {
    folder: 'src/admission',
    member: /\): AdmissionPlugin \{|: AdmissionPlugin = |implements AdmissionPlugin/,
    contract: 'plugin.ts',
  },
  {
    folder: 'src/authentication',
    member:
      /\): (Token|Request)Authenticator \{|: (Token|Request)Authenticator = |implements (Token|Request)Authenticator/,
    contract: 'authenticator.ts',
  },
  {
    folder: 'src/authorization',
    member: /\): Authorizer \{|: Authorizer = |implements Authorizer/,
    contract: 'authorizer.ts',
  },
];

describe.each(LISTS)('$folder/index.ts', ({ folder, member, contract, list }) => {
  const index = sourcesIn(folder).find(({ path }) => path === `${folder}/index.ts`);
  const members = sourcesIn(folder).filter(
    (file) =>
      file !== index && member.test(file.text) && ![`${folder}/index.ts`, `${folder}/${contract}`].includes(file.path),
  );

  it('imports every file that holds one', () => {
    expect(members.length).toBeGreaterThan(2);
    const imported = index === undefined ? [] : importsOf(index);
    expect(members.map(({ path }) => path).filter((path) => !imported.includes(path))).toEqual([]);
  });

  if (list === undefined) return;

  it('lists every one that it imports', () => {
    const listed = (list.exec(index?.text ?? '')?.[1] ?? '').split(',').map((name) => name.trim());
    const exported = members.flatMap(({ text }) => [
      ...text.matchAll(/^export const (\w+)(?:: Controller)? = (?:defineKind|\{|new)/gm),
    ]);
    expect(exported.length).toBeGreaterThanOrEqual(members.length);
    expect(exported.map(([, name]) => name).filter((name) => !listed.includes(name ?? ''))).toEqual([]);
  });
});

it('every kind lies in the folder of its group, in a file of its resource', () => {
  const files = sourcesIn('src/registry').map(({ path }) => path);
  const missing = WRITTEN_KINDS.map(({ group, resource }) => {
    const folder = group === '' ? 'core' : (group.split('.')[0] ?? '');
    return `src/registry/${folder}/${resource}.ts`;
  }).filter((path) => !files.includes(path));
  expect(missing).toEqual([]);
});

it('no resource is in the list twice', () => {
  const names = WRITTEN_KINDS.map(({ group, resource }) => `${resource}.${group}`);
  expect(names).toEqual([...new Set(names)]);
});
