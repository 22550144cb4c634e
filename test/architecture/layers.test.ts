import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { importsOf, ROOT, type SourceFile, sourcesIn } from './sources.js';

const AUTHENTICATOR = 'authentication/authenticator.ts';
const AUTHORIZER = 'authorization/authorizer.ts';
const PLUGIN = 'admission/plugin.ts';
const CLIENT = 'client/client.ts';

/** A folder or file of src/ and what of src/ it may import beside itself. A file's own row counts, else its folder's. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // leaves
  apis: [],
  clock: [],
  cel: ['apis'],
  apiextensions: ['apis', 'cel'],
  // contracts
  [AUTHENTICATOR]: ['apis'],
  [AUTHORIZER]: ['apis', AUTHENTICATOR],
  [PLUGIN]: ['apis', 'features', AUTHENTICATOR],
  [CLIENT]: ['apis', AUTHENTICATOR],
  // what kinds write their table columns with
  'printers/duration.ts': [],
  'printers/columns.ts': ['clock', 'printers/duration.ts', 'registry/rest.ts'],
  // layers, each on those above it
  features: ['apis'],
  storage: ['apis', 'clock', 'features'],
  serviceaccount: ['apis', 'clock', 'features', AUTHENTICATOR, CLIENT],
  managedfields: ['apis', 'apiextensions', 'clock', 'features'],
  transport: ['apis'],
  authentication: ['apis', 'cel', 'clock', 'features', 'serviceaccount', 'transport', CLIENT],
  authorization: ['apis', 'cel', 'clock', 'features', 'transport', AUTHENTICATOR],
  audit: ['apis', 'clock', 'features', AUTHENTICATOR],
  metrics: ['features', 'audit/policy.ts'],
  flowcontrol: ['apis', AUTHENTICATOR],
  quota: ['apis', 'clock', 'features'],
  admission: [
    ...['apis', 'cel', 'clock', 'features', 'quota', AUTHENTICATOR, AUTHORIZER, CLIENT],
    'registry/semantic-equality.ts',
  ],
  registry: [
    ...['apis', 'apiextensions', 'cel', 'clock', 'features', 'storage', 'serviceaccount'],
    ...[AUTHENTICATOR, AUTHORIZER, CLIENT],
    ...['printers/columns.ts', 'printers/duration.ts'],
  ],
  printers: ['apis', 'clock', 'features', 'registry'],
  endpoints: [
    ...['apis', 'clock', 'features', 'storage', 'serviceaccount', 'managedfields', 'registry', 'printers'],
    ...[AUTHENTICATOR, AUTHORIZER, PLUGIN, 'admission/index.ts', 'audit', 'metrics/observer.ts', 'flowcontrol'],
  ],
  discovery: ['apis', 'clock', 'features', 'registry', 'endpoints'],
  openapi: ['apis', 'clock', 'features', 'registry', 'endpoints'],
  // act through the client
  client: ['apis', 'clock', 'features', 'registry', 'endpoints', AUTHENTICATOR],
  kubelet: [
    ...['apis', 'clock', 'features', AUTHENTICATOR, CLIENT, 'controllers/controller.ts', 'controllers/workqueue.ts'],
  ],
  // of servers elsewhere
  rest: ['apis', 'clock'],
  control: ['apis', 'clock', 'endpoints/status-writer.ts'],
  controllers: [
    ...['apis', 'apiextensions', 'clock', 'features', 'quota', 'serviceaccount', AUTHENTICATOR, CLIENT],
    // what kinds mean by a selector, a share, a schedule
    ...['registry/selection.ts', 'registry/semantic-equality.ts', 'registry/int-or-percent.ts'],
    ...['registry/batch/schedule.ts', 'registry/batch/next-time.ts', 'registry/batch/zoned-time.ts'],
  ],
  // the composition root, and what starts it
  server: [
    ...[
      'apis',
      'apiextensions',
      'clock',
      'features',
      'storage',
      'serviceaccount',
      'transport',
      'authentication',
      'authorization',
      'admission',
      'audit',
      'metrics',
      'flowcontrol',
    ],
    ...['registry', 'endpoints', 'discovery', 'openapi', 'client', 'controllers', 'control', 'kubelet'],
  ],
  cli: [
    'apis',
    'clock',
    'features',
    'serviceaccount',
    'authentication/token-file.ts',
    'audit',
    'server',
    'kubelet',
    'rest',
  ],
  'cli.ts': ['clock', 'features', 'cli', 'server'],
  'bin.ts': ['clock', 'cli.ts'],
  'ready-check.ts': ['cli/readiness.ts'],
  'index.ts': ['apis', 'audit', 'clock', 'control/server-clock.ts', 'server'],
};

const IMPORT_FASTIFY = ['server', 'endpoints', 'control', 'inspector'];

const sources = sourcesIn('src');

function within(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function allowed(file: string): readonly string[] | undefined {
  const folder = file.split('/')[0] ?? '';
  const own = MAY_IMPORT[file];
  if (own !== undefined) return [...own, file];
  const shared = MAY_IMPORT[folder];
  return shared && [...shared, folder];
}

function offences(file: SourceFile): string[] {
  const name = file.path.slice('src/'.length);
  const rules = allowed(name);
  if (rules === undefined) return [`${file.path}: its folder has no row in MAY_IMPORT`];
  return importsOf(file)
    .filter((target) => target.startsWith('src/'))
    .map((target) => target.slice('src/'.length))
    .filter((target) => !rules.some((place) => within(target, place)))
    .map((target) => `${file.path} imports ${target}`);
}

it('every file imports only what its layer may', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap(offences)).toEqual([]);
});

it('the rule has no row for what is not there', () => {
  const places = Object.entries(MAY_IMPORT).flatMap(([from, to]) => [from, ...to]);
  expect(places.filter((place) => !fs.existsSync(path.join(ROOT, 'src', place)))).toEqual([]);
});

it('imports between our files name files that are there', () => {
  const missing = sources.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith('src/') && !fs.existsSync(path.join(ROOT, target)))
      .map((target) => `${file.path} imports ${target}`),
  );
  expect(missing).toEqual([]);
});

it('only the HTTP side knows fastify', () => {
  const users = sources.filter((file) => importsOf(file).some((target) => within(target, 'fastify')));
  const outside = users.filter(({ path }) => !IMPORT_FASTIFY.some((folder) => within(path, `src/${folder}`)));
  expect(outside.map((file) => file.path)).toEqual([]);
});

it('what src imports from others is node itself or a declared dependency', () => {
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const foreign = sources.flatMap((file) =>
    importsOf(file)
      .filter((target) => !target.startsWith('src/') && !target.startsWith('node:'))
      .filter((target) => !Object.keys(dependencies).some((name) => within(target, name)))
      .map((target) => `${file.path} imports ${target}`),
  );
  expect(foreign).toEqual([]);
});
