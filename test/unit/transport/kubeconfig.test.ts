import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Connection, loadConnection } from '../../../src/transport/kubeconfig.js';
import { withDirectory } from '../../directory.js';

interface Parts {
  readonly cluster?: object;
  readonly user?: object;
  /** File names and what they hold. */
  readonly files?: Readonly<Record<string, string>>;
}

async function connectionOf({ cluster, user, files = {} }: Parts): Promise<Connection> {
  return withDirectory(async (directory) => {
    await mkdir(join(directory, 'pki'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    const path = join(directory, 'webhook.kubeconfig');
    const config = {
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'here' },
      contexts: [{ name: 'here', context: { cluster: 'theirs', user: 'us' } }],
      clusters: [{ name: 'theirs', cluster: { server: 'https://webhook.example.com/ask', ...cluster } }],
      users: [{ name: 'us', user }],
    };
    await writeFile(path, stringify(config));
    return loadConnection(path);
  });
}

describe('credentials', () => {
  it.each([
    [{ token: 'abc' }, 'Bearer abc'],
    [{ username: 'jane', password: 'secret' }, 'Basic amFuZTpzZWNyZXQ='],
    [{}, undefined],
  ])('%j are sent over HTTPS as %j', async (user, authorization) => {
    expect((await connectionOf({ user })).headers.authorization).toBe(authorization);
  });

  it('come from a file beside the kubeconfig too', async () => {
    const { headers } = await connectionOf({ user: { tokenFile: 'pki/token' }, files: { 'pki/token': 'abc\n' } });
    expect(headers).toEqual({ authorization: 'Bearer abc' });
  });

  it('are not sent over plain HTTP', async () => {
    const server = 'http://webhook.example.com';
    expect((await connectionOf({ cluster: { server }, user: { token: 'abc' } })).headers).toEqual({});
  });
});

it('certificates and keys are in the kubeconfig or in files beside it', async () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const connection = await connectionOf({
    cluster: { 'certificate-authority': 'pki/ca.crt', 'tls-server-name': 'hook' },
    user: { 'client-certificate-data': base64('CERTIFICATE'), 'client-key': 'pki/tls.key' },
    files: { 'pki/ca.crt': 'AUTHORITY', 'pki/tls.key': 'KEY' },
  });
  expect(connection).toEqual({
    ...{ url: 'https://webhook.example.com/ask', ca: 'AUTHORITY', cert: 'CERTIFICATE', key: 'KEY' },
    ...{ serverName: 'hook', insecure: false, headers: {} },
  });
});

it.each([
  [{ server: 'webhook:8443' }, 'http://webhook:8443/'],
  [{ server: 'webhook:8443', 'insecure-skip-tls-verify': true }, 'https://webhook:8443/'],
])('the address of %j is %s', async (cluster, url) => {
  expect((await connectionOf({ cluster })).url).toBe(url);
});

it.each([
  [{ cluster: { server: '' } }, `the cluster's server "" is no URL`],
  [{ cluster: { 'certificate-authority': 'pki/none.crt' } }, 'no such file: '],
])('%j is refused in one line that names the file', async (parts, why) => {
  await expect(connectionOf(parts)).rejects.toThrow(`webhook.kubeconfig: ${why}`);
});
