import { describe, expect, it } from 'vitest';
import { parseConfigFile } from '../../../src/cli/config-file.js';
import { defaultConfig } from '../../../src/cli/default-config.js';
import { defaultSettings, FLAGS } from '../../../src/cli/flags.js';
import { settingsOf } from '../../../src/cli/settings.js';
import { withDirectory } from '../../directory.js';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const read = async (text: string): Promise<Record<string, unknown>> =>
  Object.fromEntries(await parseConfigFile(text, 'file.yaml'));

describe('parseConfigFile', () => {
  it('reads every type of value, as YAML or as the flag would hold it', async () => {
    const text = `
kubernetes-version: '1.24'
secure-port: 0
anonymous-auth: false
api-audiences: [a, 'b,c']
authorization-mode: Node,RBAC
service-account-issuer:
  - https://one
  - https://two,three
service-account-max-token-expiration: 24h
feature-gates:
  A: true
  B: false
http-port: null
tls-san: []
`;
    expect(await read(text)).toEqual({
      'kubernetes-version': '1.24',
      'secure-port': 0,
      'anonymous-auth': false,
      'api-audiences': ['a', 'b,c'],
      'authorization-mode': ['Node', 'RBAC'],
      'service-account-issuer': ['https://one', 'https://two,three'],
      'service-account-max-token-expiration': 86400,
      'feature-gates': { A: true, B: false },
      'tls-san': [],
    });
  });

  it('reads JSON, and nothing from an empty file', async () => {
    expect(await read('{"secure-port": 1}')).toEqual({ 'secure-port': 1 });
    expect(await read('# nothing\n')).toEqual({});
  });

  it.each([
    ['secure-prot: 1', 'file.yaml: unknown option "secure-prot"; did you mean secure-port?'],
    ['config: x', 'file.yaml: unknown option "config"'],
    ['secure-port: many', 'file.yaml: invalid value "many" for --secure-port'],
    ['secure-port: [1]', 'file.yaml: secure-port does not take a list'],
    ['feature-gates: [{A: true}]', 'file.yaml: feature-gates does not take a list'],
    ['- a', 'file.yaml: options are written as "name: value"'],
    ['a: b: c', 'file.yaml: Nested mappings are not allowed in compact mappings at line 1, column 4:'],
    ['secure-port: 1\nsecure-port: 2', 'file.yaml: Map keys must be unique at line 2, column 1:'],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('reads a version number that was not quoted', async () => {
    expect(await read('kubernetes-version: 1.24')).toEqual({ 'kubernetes-version': '1.24' });
    expect(await read('kubernetes-version: 1.30')).toEqual({ 'kubernetes-version': '1.30' });
  });
});

describe('the default configuration', () => {
  it('reads back to the defaults', async () => {
    const given = await parseConfigFile(defaultConfig(), 'default.yaml');
    expect({ ...defaultSettings(), ...Object.fromEntries(given) }).toEqual(defaultSettings());
  });

  it('names every option of a configuration file', () => {
    const names = [...defaultConfig().matchAll(/^([a-z-]+):/gm)].map(([, name]) => name);
    expect(names).toEqual(FLAGS.filter((flag) => flag.inConfigFile !== false).map((flag) => flag.name));
  });
});

describe('settingsOf', () => {
  it('lets flags win over the file, and the file over the defaults', async () => {
    await withDirectory(async (directory) => {
      const path = join(directory, 'kubemint.yaml');
      await writeFile(path, 'secure-port: 1\nhttp-port: 2\nv: 4\n');
      const settings = await settingsOf(new Map<string, unknown>(Object.entries({ config: path, 'secure-port': 3 })));
      expect(settings).toEqual({ ...defaultSettings(), config: path, 'secure-port': 3, 'http-port': 2, v: 4 });
    });
  });

  it('names a file that is not there', async () => {
    await expect(settingsOf(new Map<string, unknown>([['config', '/no/such.yaml']]))).rejects.toThrow(
      '--config: cannot read /no/such.yaml: no such file',
    );
  });
});
