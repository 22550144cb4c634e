import { expect, it } from 'vitest';
import { AuthenticationError, type AuthenticatorResponse } from '../../../src/authentication/authenticator.js';
import { TokenCache, type TokenCacheOptions } from '../../../src/authentication/token-cache.js';
import { type StaticToken } from '../../../src/authentication/token-file.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { cluster, credentials, ISSUER, STATIC_TOKENS, verdict } from './cluster.js';

const JANE: AuthenticatorResponse = { user: { username: 'jane' } };

function cached(options: Partial<TokenCacheOptions>) {
  const clock = new ManualClock(0);
  const asked: string[] = [];
  let answer: AuthenticatorResponse | undefined | Error = JANE;
  const cache = new TokenCache(
    {
      authenticateToken(token, audiences, notes) {
        asked.push(`${token} ${audiences?.join() ?? ''}`);
        notes?.warn('careful');
        if (answer instanceof Error) throw answer;
        return Promise.resolve(answer);
      },
    },
    { ...{ clock, successTtl: 10_000, failureTtl: 0, cachesErrors: true }, ...options },
  );
  const say = (next: typeof answer): void => {
    answer = next;
  };
  return { cache, clock, asked, say };
}

it('a token that was good stays so for a while, with its warnings', async () => {
  const { cache, clock, asked, say } = cached({});
  const warnings: string[] = [];
  const ask = async () => cache.authenticateToken('t', ['a'], { warn: (text) => warnings.push(text) });
  expect(await ask()).toEqual(JANE);
  say(undefined);
  clock.advance(9999);
  expect(await ask()).toEqual(JANE);
  expect(asked).toEqual(['t a']);
  expect(warnings).toEqual(['careful', 'careful']);
  clock.advance(1);
  expect(await ask()).toBeUndefined();
});

it('audiences are told apart, and questions at the same time are one', async () => {
  const { cache, asked } = cached({});
  await Promise.all([cache.authenticateToken('t', ['a']), cache.authenticateToken('t', ['a'])]);
  await cache.authenticateToken('t', ['b']);
  await cache.authenticateToken('t', undefined);
  expect(asked).toEqual(['t a', 't b', 't ']);
});

it('a token that was not good is asked about again, unless failures are kept', async () => {
  const careful = cached({});
  careful.say(new AuthenticationError('no'));
  await expect(async () => careful.cache.authenticateToken('t', [])).rejects.toThrow('no');
  careful.say(JANE);
  expect(await careful.cache.authenticateToken('t', [])).toEqual(JANE);

  const keeping = cached({ failureTtl: 1000, cachesErrors: false });
  keeping.say(undefined);
  expect(await keeping.cache.authenticateToken('t', [])).toBeUndefined();
  keeping.say(JANE);
  expect(await keeping.cache.authenticateToken('t', [])).toBeUndefined();
  keeping.clock.advance(1000);
  keeping.say(new AuthenticationError('no'));
  await expect(async () => keeping.cache.authenticateToken('t', [])).rejects.toThrow('no');
  keeping.say(JANE);
  expect(await keeping.cache.authenticateToken('t', [])).toEqual(JANE);
});

it('a revoked token still works as long as upstream lets it, and no longer than that', async () => {
  let tokens: readonly StaticToken[] = STATIC_TOKENS;
  const revocable = (tokenCacheTtl: number) => cluster('1.37', { staticTokens: () => tokens, tokenCacheTtl });
  const [upstream, strict] = [revocable(10_000), revocable(0)];
  const alice = 'ok: alice';
  expect([await verdict(upstream, 'alice-token'), await verdict(strict, 'alice-token')]).toEqual([alice, alice]);
  tokens = [];
  expect([await verdict(upstream, 'alice-token'), await verdict(strict, 'alice-token')]).toEqual([
    alice,
    'invalid bearer token',
  ]);
  const request = credentials({ authorization: 'Bearer alice-token' });
  const response = await upstream.authenticators.request.authenticateRequest(request, [ISSUER]);
  expect(response?.user.username).toBe('alice');
  upstream.clock.advance(10_000);
  expect(await verdict(upstream, 'alice-token')).toBe('invalid bearer token');
});
