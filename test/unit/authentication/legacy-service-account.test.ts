import { describe, expect, it } from 'vitest';
import { type Cluster, ISSUER, cluster, credentials, verdict } from './cluster.js';
import { forge, legacyClaimsOf, object } from './forge.js';

const OK = 'ok: system:serviceaccount:ns:demo';
const TOKEN = forge(legacyClaimsOf());
const DATA = { token: Buffer.from(TOKEN).toString('base64') };
const WARNING =
  'Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.';

function withSecret(version: string, labels?: Record<string, string>, listed = false): Cluster {
  const made = cluster(version);
  const account = object('demo', 'sa-uid', listed ? { secrets: [{ name: 'leg' }] } : {});
  const { metadata } = object('leg', 'leg-uid');
  made.objects.put('serviceaccounts', account);
  made.objects.put(
    'secrets',
    object('leg', 'leg-uid', { data: DATA, metadata: { ...metadata, ...(labels && { labels }) } }),
  );
  return made;
}

async function labels(made: Cluster): Promise<unknown> {
  return (await made.objects.get({ group: '', resource: 'secrets' }, 'ns', 'leg'))?.metadata.labels;
}

async function warnings(made: Cluster): Promise<string[]> {
  const heard: string[] = [];
  const request = credentials({ authorization: `Bearer ${TOKEN}` }, heard);
  await made.authenticators.request.authenticateRequest(request, [ISSUER]);
  return heard;
}

describe('the day of the last use', () => {
  it.each([
    ['1.25', undefined],
    ['1.26', undefined],
    ['1.27', { 'kubernetes.io/legacy-token-last-used': '2026-11-23' }],
    ['1.37', { 'kubernetes.io/legacy-token-last-used': '2026-11-23' }],
  ])('%s', async (version, expected) => {
    const made = withSecret(version);
    expect(await verdict(made, TOKEN)).toBe(OK);
    expect(await labels(made)).toEqual(expected);
  });

  it('is noted once a day, beside other labels', async () => {
    const made = withSecret('1.37', { app: 'x', 'kubernetes.io/legacy-token-last-used': '2026-11-22' });
    await verdict(made, TOKEN);
    expect(await labels(made)).toEqual({ app: 'x', 'kubernetes.io/legacy-token-last-used': '2026-11-23' });
    made.objects.conflicts = 1;
    await verdict(made, TOKEN);
    expect(made.objects.conflicts).toBe(1);
    made.clock.advance(2 * 3600_000);
    await verdict(made, TOKEN);
    expect(made.objects.conflicts).toBe(0);
    expect(await labels(made)).toEqual({ app: 'x', 'kubernetes.io/legacy-token-last-used': '2026-11-24' });
  });

  it('does not keep the token from being good', async () => {
    const made = withSecret('1.37');
    made.objects.conflicts = 5;
    expect(await verdict(made, TOKEN)).toBe(OK);
    expect(made.errors).toHaveLength(1);
  });
});

describe('a token that nobody asked for', () => {
  it.each([
    ['1.25', []],
    ['1.27', [WARNING]],
  ])('%s', async (version, expected) => {
    expect(await warnings(withSecret(version, undefined, true))).toEqual(expected);
  });

  it('one that somebody asked for is used without a warning', async () => {
    expect(await warnings(withSecret('1.37'))).toEqual([]);
  });
});

describe('a token marked invalid', () => {
  const marked = { 'kubernetes.io/legacy-token-invalid-since': '2026-11-01' };

  it('is refused since 1.29, and its use noted', async () => {
    const made = withSecret('1.29', marked);
    expect(await verdict(made, TOKEN)).toBe(
      "[invalid bearer token, the token in secret ns/leg for service account ns/demo has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the 'kubernetes.io/legacy-token-invalid-since' label from the secret to temporarily allow use of this token]",
    );
    expect(await labels(made)).toEqual({ ...marked, 'kubernetes.io/legacy-token-last-used': '2026-11-23' });
  });

  it('is nothing to 1.28', async () => {
    expect(await verdict(withSecret('1.28', marked), TOKEN)).toBe(OK);
  });
});

it('nothing is looked up without --service-account-lookup', async () => {
  const made = cluster('1.37', { serviceAccountLookup: false });
  expect(await verdict(made, TOKEN)).toBe(OK);
});

it('an account that was made again', async () => {
  const made = withSecret('1.37');
  made.objects.put('serviceaccounts', object('demo', 'other'));
  expect(await verdict(made, TOKEN)).toBe(
    '[invalid bearer token, ServiceAccount UID (other) does not match claim (sa-uid)]',
  );
});
