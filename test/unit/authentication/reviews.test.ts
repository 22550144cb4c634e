import { describe, expect, it } from 'vitest';
import { type TokenReview } from '../../../src/apis/authentication/v1.js';
import { selfsubjectreviews } from '../../../src/registry/authentication/selfsubjectreviews.js';
import { tokenreviews } from '../../../src/registry/authentication/tokenreviews.js';
import { type AnyKind, type RequestContext } from '../../../src/registry/rest.js';
import { type TokenOptions, admitted, contextOf, dependenciesOf } from '../serviceaccount/registry.js';
import { type Cluster, ISSUER, cluster, featuresOf } from './cluster.js';
import { claimsOf, forge, object } from './forge.js';

function withAccount(version: string): Cluster {
  const made = cluster(version);
  made.objects.put('serviceaccounts', object('demo', 'sa-uid'));
  made.objects.put('pods', object('web', 'pod-uid'));
  return made;
}

function ask(
  made: Cluster,
  kind: AnyKind,
  question: TokenReview,
  more: Partial<RequestContext> = {},
  options: TokenOptions = {},
) {
  const storage = kind.virtual?.(dependenciesOf(made, options));
  if (storage === undefined) throw new Error('not a virtual kind');
  return storage.create(question, contextOf(made, more), admitted);
}

const review = (token: string, audiences?: string[]): TokenReview => ({
  metadata: {},
  spec: { token, ...(audiences === undefined ? {} : { audiences }) },
});

const served = (kind: AnyKind, version: string): string[] =>
  kind.versions.filter((each) => each.served(featuresOf(version))).map((each) => each.version);

describe('TokenReview', () => {
  const token = forge(claimsOf({ aud: ['vault', ISSUER] }, { pod: { name: 'web', uid: 'pod-uid' } }));
  const user = {
    username: 'system:serviceaccount:ns:demo',
    uid: 'sa-uid',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:ns', 'system:authenticated'],
  };
  const pod = { 'authentication.kubernetes.io/pod-name': ['web'], 'authentication.kubernetes.io/pod-uid': ['pod-uid'] };

  it.each([
    ['1.24', pod],
    ['1.37', { 'authentication.kubernetes.io/credential-id': ['JTI=a-jti'], ...pod }],
  ])('%s tells of whom a token is', async (version, extra) => {
    const answer = (await ask(withAccount(version), tokenreviews, review(token))) as TokenReview;
    expect(answer).toEqual({
      ...review(token),
      status: { audiences: [ISSUER], authenticated: true, user: { ...user, extra } },
    });
    expect(Object.keys(answer.status?.user?.extra ?? {})).toEqual(Object.keys(extra));
  });

  it('intersects audiences, in the order they are asked for in', async () => {
    const made = withAccount('1.37');
    const audiences = async (asked: string[]) =>
      ((await ask(made, tokenreviews, review(token, asked))) as TokenReview).status?.audiences;
    expect(await audiences(['vault', ISSUER])).toEqual(['vault', ISSUER]);
    expect(await audiences([ISSUER, 'other', 'vault'])).toEqual([ISSUER, 'vault']);
    expect(await audiences(['other', 'vault'])).toEqual(['vault']);
  });

  it('tells why a token is not good', async () => {
    const made = withAccount('1.37');
    expect(await ask(made, tokenreviews, review('garbage'))).toEqual({
      ...review('garbage'),
      status: { error: 'invalid bearer token', user: {} },
    });
    expect(await ask(made, tokenreviews, review(token, ['other']))).toMatchObject({
      status: {
        error: `[invalid bearer token, token audiences ["vault" "${ISSUER}"] is invalid for the target audiences ["other"]]`,
        user: {},
      },
    });
  });

  it('leaves what the question says of the answer', async () => {
    const status = { authenticated: true, error: 'x', user: { username: 'z' } };
    expect(await ask(withAccount('1.37'), tokenreviews, { ...review('bob-token'), status })).toMatchObject({
      status: { authenticated: true, error: 'x', user: { username: 'bob' } },
    });
    expect(
      ((await ask(withAccount('1.37'), tokenreviews, { ...review('garbage'), status })) as TokenReview).status,
    ).toEqual({
      error: 'invalid bearer token',
      user: { username: 'z' },
    });
  });

  it('of a static token without groups', async () => {
    expect(await ask(withAccount('1.37'), tokenreviews, review('bob-token'))).toMatchObject({
      status: { audiences: [ISSUER], user: { username: 'bob', uid: 'bob-uid', groups: ['system:authenticated'] } },
    });
  });

  it.each([[review('')], [{ metadata: {} }]])('needs a token', async (question) => {
    await expect(ask(withAccount('1.37'), tokenreviews, question)).rejects.toThrow(
      'token is required for TokenReview in authentication',
    );
  });

  it.each([
    ['1.23', { uid: 'x', namespace: 'y', labels: {} }],
    ['1.24', { labels: {} }],
  ])('%s and metadata', async (version, metadata) => {
    const question = { ...review('garbage'), metadata: { uid: 'x', namespace: 'y', labels: {} } };
    expect((await ask(withAccount(version), tokenreviews, question)).metadata).toEqual(metadata);
  });

  it('is served as v1, and as v1beta1 up to 1.21', () => {
    expect(served(tokenreviews, '1.21')).toEqual(['v1', 'v1beta1']);
    expect(served(tokenreviews, '1.22')).toEqual(['v1']);
    expect(served(tokenreviews, '1.37')).toEqual(['v1']);
  });
});

describe('SelfSubjectReview', () => {
  it('tells who asks', async () => {
    const user = { username: 'alice', uid: 'alice-uid', groups: ['qa'], extra: { b: ['1'], a: ['2'] } };
    expect(await ask(withAccount('1.37'), selfsubjectreviews, { metadata: { name: 'x' } }, { user })).toEqual({
      metadata: { creationTimestamp: '2026-11-23T22:00:00Z' },
      status: { userInfo: user },
    });
  });

  it('is served since 1.28', () => {
    expect(served(selfsubjectreviews, '1.20')).toEqual([]);
    expect(served(selfsubjectreviews, '1.27')).toEqual([]);
    expect(served(selfsubjectreviews, '1.28')).toEqual(['v1']);
    expect(served(selfsubjectreviews, '1.37')).toEqual(['v1']);
  });
});
