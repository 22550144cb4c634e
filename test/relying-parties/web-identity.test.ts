import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, describeOnEach } from './api-server.js';
import { KeySet } from './key-set.js';
import { type TrustPolicy } from './trust-policy.js';
import { type Answer, WebIdentity } from './web-identity.js';
import { itFollows } from './recipe.js';

const AUDIENCE = 'sts.amazonaws.com';
const ROLE = 'arn:aws:iam::111122223333:role/reports';
const LIKE = 'arn:aws:iam::111122223333:role/any-report';

/** As `aws iam create-role` is given it. @param subject one account, or a pattern of them */
function trusting(issuer: string, subject: { readonly equals: string } | { readonly like: string }): TrustPolicy {
  const host = issuer.replace('https://', '');
  const aud = { [`${host}:aud`]: AUDIENCE };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition:
          'equals' in subject
            ? { StringEquals: { ...aud, [`${host}:sub`]: subject.equals } }
            : { StringEquals: aud, StringLike: { [`${host}:sub`]: subject.like } },
      },
    ],
  };
}

itFollows('web-identity.md');

describeOnEach('web identity', (context) => {
  let server: ApiServer;
  let sts: WebIdentity;

  beforeAll(async () => {
    server = context.server;
    await server.account('reports');
    sts = exchange(server.issuer);
  });

  function exchange(issuer: string, keys = server.keys(), now = server.now): WebIdentity {
    const subject = (name: string): string => `system:serviceaccount:${server.namespace}:${name}`;
    return new WebIdentity({
      providers: [{ url: issuer, clientIds: [AUDIENCE, 'other-client'], keys }],
      roles: [
        { arn: ROLE, trustPolicy: trusting(issuer, { equals: subject('reports') }) },
        { arn: LIKE, trustPolicy: trusting(issuer, { like: subject('report?') }) },
      ],
      now,
      random: randomBytes,
    });
  }

  const assume = async (token: string, role = ROLE, by = sts): Promise<string> =>
    outcome(await by.answer(form(token, role)));

  it('gives credentials to the account that the role trusts', async () => {
    const token = await server.token('reports', { audiences: [AUDIENCE] });
    const { status, body } = await sts.answer(form(token, ROLE));
    expect(status).toBe(200);
    expect(body).toContain('<Arn>arn:aws:sts::111122223333:assumed-role/reports/session</Arn>');
    expect(body).toContain(`<SubjectFromWebIdentityToken>system:serviceaccount:${server.namespace}:reports<`);
    expect(await assume(token, LIKE)).toBe('200');
  });

  it('tells a wrong audience from one that the role does not take', async () => {
    const forVault = await server.token('reports', { audiences: ['vault'] });
    expect(await assume(forVault)).toBe('400 InvalidIdentityToken: Incorrect token audience');
    const forOther = await server.token('reports', { audiences: ['other-client'] });
    expect(await assume(forOther)).toBe('403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity');
  });

  it('refuses accounts that the role does not trust, and roles that are not there', async () => {
    await server.account('stranger');
    const token = await server.token('stranger', { audiences: [AUDIENCE] });
    const refused = '403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';
    for (const role of [ROLE, LIKE, `${ROLE}-of-nobody`]) expect(await assume(token, role)).toBe(refused);
  });

  it('refuses issuers that it does not know, and what is no token', async () => {
    const token = await server.token('reports', { audiences: [AUDIENCE] });
    const elsewhere = exchange('https://issuer.example');
    expect(await assume(token, ROLE, elsewhere)).toBe(
      `400 InvalidIdentityToken: No OpenIDConnect provider found in your account for ${server.issuer}`,
    );
    expect(await assume('not.a.token')).toMatch(/^400 InvalidIdentityToken: The ID Token provided is not a valid JWT/);
    expect(await assume('')).toBe('400 MissingParameter: The request must contain the parameter WebIdentityToken');
  });

  it('refuses a token whose signature is not the issuer’s, and all where the keys cannot be had', async () => {
    const token = await server.token('reports', { audiences: [AUDIENCE] });
    const refused = /^400 InvalidIdentityToken: Couldn't retrieve verification key from your identity provider/;
    expect(await assume(`${token.slice(0, -8)}AAAAAAAA`)).toMatch(refused);
    const nowhere = new KeySet({
      discovery: 'https://issuer.example',
      fetch: () => Promise.reject(new Error('no route')),
    });
    expect(await assume(token, ROLE, exchange(server.issuer, nowhere))).toMatch(refused);
  });

  it('does not see that a pod was deleted, nor that an account was made anew', async () => {
    await server.account('reportx');
    const pod = await server.pod('reporting', 'reportx');
    const token = await server.token('reportx', { audiences: [AUDIENCE], pod });
    await server.delete('pods', 'reporting');
    expect(await assume(token, LIKE)).toBe('200');
    await server.delete('serviceaccounts', 'reportx');
    await server.account('reportx');
    expect(await assume(token, LIKE)).toBe('200');
  });

  it('refuses a token that has expired, by its own clock', async () => {
    const token = await server.token('reports', { audiences: [AUDIENCE], seconds: 600 });
    const later = exchange(server.issuer, server.keys(), () => server.now() + 600_000);
    expect(await assume(token, ROLE, later)).toMatch(
      /^400 ExpiredTokenException: Token expired: current date\/time \d+ must be before the expiration date\/time \d+$/,
    );
  });

  describe('where time and keys can be changed', () => {
    it('refuses a token once the time has come', async (context) => {
      const { ours } = server;
      if (ours === undefined) return context.skip('a real server’s clock is not moved');
      const token = await server.token('reports', { audiences: [AUDIENCE], seconds: 600 });
      expect(await assume(token)).toBe('200');
      await ours.clock.advance('10m');
      expect(await assume(token)).toMatch(/^400 ExpiredTokenException/);
      expect(await assume(await server.token('reports', { audiences: [AUDIENCE] }))).toBe('200');
    });

    it('finds a new key by itself, and refuses the old one when it starts anew', async (context) => {
      const { ours } = server;
      if (ours === undefined) return context.skip('a real server’s key is not rotated');
      const old = await server.token('reports', { audiences: [AUDIENCE] });
      const kept = exchange(server.issuer);
      expect(await assume(old, ROLE, kept)).toBe('200');
      await ours.rotateServiceAccountKey({ keepOldKeys: false });
      // The keys that it read before still hold the old one.
      expect(await assume(old, ROLE, kept)).toBe('200');
      expect(await assume(await server.token('reports', { audiences: [AUDIENCE] }), ROLE, kept)).toBe('200');
      expect(await assume(old, ROLE, exchange(server.issuer))).toMatch(/^400 InvalidIdentityToken: Couldn't retrieve/);
    });
  });
});

function form(token: string, role: string): URLSearchParams {
  return new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: 'session',
    WebIdentityToken: token,
  });
}

/** `400 Code: message`, or `200`. */
function outcome({ status, body }: Answer): string {
  const field = (name: string): string => new RegExp(`<${name}>(.*?)</${name}>`).exec(body)?.[1] ?? '';
  return status === 200 ? '200' : `${status} ${field('Code')}: ${field('Message')}`;
}
