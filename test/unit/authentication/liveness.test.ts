import { describe, expect, it } from 'vitest';
import { rfc3339 } from '../../../src/clock/clock.js';
import { type Cluster, START, cluster, verdict } from './cluster.js';
import { claimsOf, forge, legacyClaimsOf, object } from './forge.js';

const OK = 'ok: system:serviceaccount:ns:demo';
const refused = (text: string): string => `[invalid bearer token, ${text}]`;

function withAccount(version = '1.37'): Cluster {
  const made = cluster(version);
  made.objects.put('serviceaccounts', object('demo', 'sa-uid'));
  return made;
}

function deleting(name: string, uid: string, at: number) {
  const { metadata } = object(name, uid);
  return { metadata: { ...metadata, deletionTimestamp: rfc3339(at) } };
}

describe('a signature that is remembered hides nothing', () => {
  it('the account goes and comes back', async () => {
    const made = withAccount();
    const token = forge(claimsOf());
    expect(await verdict(made, token)).toBe(OK);
    made.objects.remove('serviceaccounts', 'ns', 'demo');
    expect(await verdict(made, token)).toBe(refused('serviceaccounts "demo" not found'));
    made.objects.put('serviceaccounts', object('demo', 'new-uid'));
    expect(await verdict(made, token)).toBe(refused('service account UID (new-uid) does not match claim (sa-uid)'));
  });

  it('the pod goes', async () => {
    const made = withAccount();
    const token = forge(claimsOf({}, { pod: { name: 'web', uid: 'pod-uid' } }));
    made.objects.put('pods', object('web', 'pod-uid'));
    expect(await verdict(made, token)).toBe(OK);
    made.objects.remove('pods', 'ns', 'web');
    expect(await verdict(made, token)).toBe(refused('service account token has been invalidated'));
  });

  it('time passes, leeway included', async () => {
    const made = withAccount();
    const token = forge(claimsOf());
    made.clock.advance(3600_000 + 60_000);
    expect(await verdict(made, token)).toBe(OK);
    made.clock.advance(1);
    expect(await verdict(made, token)).toBe(refused('service account token has expired'));
  });

  it('the secret of a legacy token goes', async () => {
    const made = withAccount();
    const token = forge(legacyClaimsOf());
    made.objects.put('secrets', object('leg', 'leg-uid', { data: { token: Buffer.from(token).toString('base64') } }));
    expect(await verdict(made, token)).toBe(OK);
    made.objects.remove('secrets', 'ns', 'leg');
    expect(await verdict(made, token)).toBe(refused('Token has been invalidated'));
  });

  it('many ask at once', async () => {
    const made = withAccount();
    const token = forge(claimsOf());
    const verdicts = await Promise.all(Array.from({ length: 200 }, () => verdict(made, token)));
    expect(new Set(verdicts)).toEqual(new Set([OK]));
  });
});

describe('an object that is being deleted counts for another minute', () => {
  it('the account', async () => {
    const made = withAccount();
    made.objects.put('serviceaccounts', deleting('demo', 'sa-uid', START));
    const token = forge(claimsOf());
    made.clock.advance(60_000);
    expect(await verdict(made, token)).toBe(OK);
    made.clock.advance(1);
    expect(await verdict(made, token)).toBe(refused('service account ns/demo has been deleted'));
  });

  it.each([
    ['1.28', 'service account ns/demo has been deleted'],
    ['1.29', 'service account UID (other) does not match claim (sa-uid)'],
  ])('%s looks at the uid and the deletion in its own order', async (version, text) => {
    const made = withAccount(version);
    made.objects.put('serviceaccounts', deleting('demo', 'other', START - 61_000));
    expect(await verdict(made, forge(claimsOf()))).toBe(refused(text));
  });
});
