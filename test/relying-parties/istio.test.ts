import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, changed, describeOnEach } from './api-server.js';
import { Istiod, RequestAuthentication } from './istio.js';
import { KeySet } from './key-set.js';
import { itFollows } from './recipe.js';

const CA = 'istio-ca';
const REFUSED = 'failed to validate the JWT from cluster "Kubernetes": ';
const INVALID = `${REFUSED}the service account authentication returns an error: `;

itFollows('istio.md');

describeOnEach('Istio', (context) => {
  let server: ApiServer;
  let istiod: Istiod;
  let identity: (account: string) => string;

  beforeAll(async () => {
    server = context.server;
    identity = (account) => `spiffe://cluster.local/ns/${server.namespace}/sa/${account}`;
    await server.account('web');
    istiod = istiodAs(await reviewer('istiod'));
    const token = await server.token('web', { audiences: [CA] });
    await changed('request authenticate failure', async () => (await istiod.identify(token)).answer);
  });

  /** A token of an account that may have tokens reviewed. */
  async function reviewer(name: string): Promise<string> {
    await server.account(name);
    await server.bind('system:auth-delegator', { kind: 'ServiceAccount', name, namespace: server.namespace });
    return server.token(name);
  }

  const istiodAs = (token: string): Istiod =>
    new Istiod({ review: (reviewed, audiences) => server.review(token, reviewed, audiences) });

  const logOf = async (token: string, by = istiod): Promise<string> => {
    const { code, answer, log = '' } = await by.identify(token);
    return code === 'OK' ? answer : log;
  };

  describe('istiod, which has tokens reviewed', () => {
    it('knows a workload by its token for istio-ca, and tells no one else why not', async () => {
      expect(await istiod.identify(await server.token('web', { audiences: [CA] }))).toEqual({
        code: 'OK',
        answer: identity('web'),
      });
      expect(await istiod.identify('not.a.token')).toMatchObject({
        code: 'Unauthenticated',
        answer: 'request authenticate failure',
      });
    });

    it('refuses the token for the API server', async () => {
      expect(await logOf(await server.token('web'))).toBe(
        `${INVALID}[invalid bearer token, token audiences ["${server.issuer}"] is invalid for the target audiences ["istio-ca"]]`,
      );
    });

    it('refuses a token whose signature or issuer is another', async () => {
      const token = await server.token('web', { audiences: [CA] });
      const forged = `${token.slice(0, -8)}AAAAAAAA`;
      expect(await logOf(forged)).toMatch(/^.* returns an error: \[invalid bearer token, .+\]$/);
      expect(await logOf(withIssuer(token, 'https://issuer.example'))).toBe(`${INVALID}invalid bearer token`);
    });

    it('sees that a pod was deleted', async () => {
      const token = await server.token('web', { audiences: [CA], pod: await server.pod('web-0', 'web') });
      await server.delete('pods', 'web-0');
      expect(await changed(identity('web'), () => logOf(token))).toBe(
        `${INVALID}[invalid bearer token, service account token has been invalidated]`,
      );
    });

    it('sees that an account was made anew', async () => {
      await server.account('reborn');
      const token = await server.token('reborn', { audiences: [CA] });
      await server.delete('serviceaccounts', 'reborn');
      const gone = `${INVALID}[invalid bearer token, serviceaccounts "reborn" not found]`;
      expect(await changed(identity('reborn'), () => logOf(token))).toBe(gone);
      await server.account('reborn');
      expect(await changed(gone, () => logOf(token))).toMatch(
        /returns an error: \[invalid bearer token, service account UID \(.+\) does not match claim \(.+\)\]$/,
      );
      expect(await logOf(await server.token('reborn', { audiences: [CA] }))).toBe(identity('reborn'));
    });

    it('refuses everybody when its own account is no more, or may not review', async () => {
      const token = await server.token('web', { audiences: [CA] });
      await server.account('powerless');
      expect(await logOf(token, istiodAs(await server.token('powerless')))).toBe(
        `${REFUSED}tokenreviews.authentication.k8s.io is forbidden: User "system:serviceaccount:${server.namespace}:powerless" cannot create resource "tokenreviews" in API group "authentication.k8s.io" at the cluster scope`,
      );
      const leaving = istiodAs(await reviewer('leaving'));
      await server.delete('serviceaccounts', 'leaving');
      expect(await logOf(token, leaving)).toBe(`${REFUSED}Unauthorized`);
    });

    it('refuses what has expired, and what an old key signed', async (context) => {
      const { ours } = server;
      if (ours === undefined) return context.skip('a real server’s clock is not moved');
      const own = await server.token('istiod', { seconds: 86_400 });
      const lasting = istiodAs(own);
      const token = await server.token('web', { audiences: [CA], seconds: 600 });
      await ours.clock.advance('11m1s');
      expect(await logOf(token, lasting)).toBe(`${INVALID}[invalid bearer token, service account token has expired]`);
      const old = await server.token('web', { audiences: [CA] });
      await ours.rotateServiceAccountKey({ keepOldKeys: false });
      expect(await logOf(old, lasting)).toBe(`${REFUSED}Unauthorized`);
      istiod = istiodAs(await server.token('istiod'));
      expect(await logOf(old)).toBe(`${INVALID}[invalid bearer token, invalid signature, no keys found]`);
    });
  });

  describe('a sidecar, which knows the keys', () => {
    const sidecar = (options: { issuer?: string; keys?: KeySet; later?: number } = {}): RequestAuthentication =>
      new RequestAuthentication({
        issuer: options.issuer ?? server.issuer,
        audiences: ['shop', 'billing'],
        keys: options.keys ?? server.keys(),
        now: () => server.now() + (options.later ?? 0),
      });

    const admitted = async (token: string | undefined, by = sidecar()): Promise<string> => {
      const { status, answer } = await by.admit(token);
      return `${status} ${answer}`;
    };

    const principal = (): string => `200 ${server.issuer}/system:serviceaccount:${server.namespace}:web`;

    it('admits a token for one of its audiences, and nobody without one', async () => {
      expect(await admitted(await server.token('web', { audiences: ['billing'] }))).toBe(principal());
      expect(await admitted(undefined)).toBe('403 RBAC: access denied');
    });

    it('tells an audience, an issuer, a signature and what is no token apart', async () => {
      const token = await server.token('web', { audiences: ['shop'] });
      expect(await admitted(await server.token('web'))).toBe('403 Audiences in Jwt are not allowed');
      expect(await admitted(token, sidecar({ issuer: 'https://issuer.example' }))).toBe(
        '401 Jwt issuer is not configured',
      );
      expect(await admitted(`${token.slice(0, -8)}AAAAAAAA`)).toBe('401 Jwt verification fails');
      expect(await admitted('nothing')).toMatch(/^401 Jwt is not in the form/);
    });

    it('does not see that a pod was deleted', async () => {
      const token = await server.token('web', { audiences: ['shop'], pod: await server.pod('web-1', 'web') });
      await server.delete('pods', 'web-1');
      expect(await admitted(token)).toBe(principal());
    });

    it('refuses what has expired, a minute late', async () => {
      const token = await server.token('web', { audiences: ['shop'], seconds: 600 });
      expect(await admitted(token, sidecar({ later: 630_000 }))).toBe(principal());
      expect(await admitted(token, sidecar({ later: 662_000 }))).toBe('401 Jwt is expired');
    });

    it('cannot tell without the keys', async () => {
      const keys = new KeySet({ discovery: server.issuer, fetch: () => Promise.reject(new Error('no route')) });
      expect(await admitted(await server.token('web', { audiences: ['shop'] }), sidecar({ keys }))).toBe(
        '401 Jwks remote fetch is failed',
      );
    });

    it('finds a new key by itself', async (context) => {
      const { ours } = server;
      if (ours === undefined) return context.skip('a real server’s key is not rotated');
      const kept = sidecar();
      const old = await server.token('web', { audiences: ['shop'] });
      expect(await admitted(old, kept)).toBe(principal());
      await ours.rotateServiceAccountKey({ keepOldKeys: false });
      expect(await admitted(await server.token('web', { audiences: ['shop'] }), kept)).toBe(principal());
      expect(await admitted(old)).toBe("401 Jwks doesn't have key to match kid or alg from Jwt");
    });
  });
});

/** A token that says another issuer, its signature left as it was. */
function withIssuer(token: string, iss: string): string {
  const [header, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return [header, Buffer.from(JSON.stringify({ ...claims, iss })).toString('base64url'), signature].join('.');
}
