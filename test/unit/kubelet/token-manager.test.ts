import { describe, expect, it } from 'vitest';
import { type TokenRequest } from '../../../src/apis/authentication/v1.js';
import { ManualClock, rfc3339 } from '../../../src/clock/clock.js';
import { type Random } from '../../../src/clock/random.js';
import { renewAt, TokenManager, type WantedToken } from '../../../src/kubelet/token-manager.js';

const START = Date.parse('2030-01-01T00:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Draws the same jitter each time. */
const drawing = (byte: number): Random => ({ bytes: (size) => new Uint8Array(size).fill(byte) });
const EARLIEST = drawing(0xff);
const LATEST = drawing(0);

function setUp(random: Random = LATEST): {
  clock: ManualClock;
  manager: TokenManager;
  requests: TokenRequest[];
  errors: string[];
  failWith: (error: Error | undefined) => void;
} {
  const clock = new ManualClock(START);
  const requests: TokenRequest[] = [];
  const errors: string[] = [];
  let failure: Error | undefined;
  const manager = new TokenManager({
    clock,
    random,
    createToken: (_namespace, _name, request) => {
      requests.push(request);
      if (failure !== undefined) return Promise.reject(failure);
      const seconds = request.spec?.expirationSeconds ?? 3600;
      const status = { token: `token-${requests.length}`, expirationTimestamp: rfc3339(clock.now() + seconds * 1000) };
      return Promise.resolve({ ...request, spec: { ...request.spec, expirationSeconds: seconds }, status });
    },
    onError: (_error, message) => void errors.push(message),
  });
  return { clock, manager, requests, errors, failWith: (error) => (failure = error) };
}

function wanted(spec: WantedToken['spec'] = {}, further: Partial<WantedToken> = {}): WantedToken {
  const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name: 'web', uid: 'pod-1' };
  return {
    namespace: 'default',
    name: 'robot',
    spec: { expirationSeconds: 3607, boundObjectRef, ...spec },
    ...further,
  };
}

describe('when a token is renewed', () => {
  // Upstream's TestRequiresRefresh, and the borders.
  it.each([
    { life: 7200, from: 'a fifth of its life is left', at: 7200 - 1440 },
    { life: 600, from: 'two minutes are left of ten', at: 480 },
    { life: 3607, from: 'the fifth is in whole seconds', at: 3607 - 721 },
    { life: 172_800, from: 'it is a day old', at: 86_400 },
    { life: 31_536_000, from: 'it is a day old, of a year', at: 86_400 },
  ])('of $life seconds: when $from', ({ life, at }) => {
    expect(renewAt(START + life * 1000, life, 0) - START).toBe(at * 1000);
    expect(renewAt(START + life * 1000, life, 9000) - START).toBe(at * 1000 - 9000);
  });

  it.each([
    { random: LATEST, ms: 2886_000 },
    { random: EARLIEST, ms: 2877_000 },
  ])('the clock says so, up to 9 seconds early: $ms', async ({ random, ms }) => {
    const { clock, manager } = setUp(random);
    expect(await manager.get(wanted())).toMatchObject({ token: 'token-1', askAgainAt: START + ms });
    clock.set(START + ms);
    expect(await manager.get(wanted())).toMatchObject({ token: 'token-1' });
    clock.advance(1);
    expect(await manager.get(wanted())).toMatchObject({ token: 'token-2' });
  });

  it('the life counts that the server gave', async () => {
    const { clock, manager } = setUp();
    const { boundObjectRef } = wanted().spec;
    const spec = boundObjectRef === undefined ? {} : { boundObjectRef };
    expect(await manager.get({ ...wanted(), spec })).toMatchObject({ askAgainAt: START + 2880_000 });
    clock.advance(2880_001);
    expect(await manager.get({ ...wanted(), spec })).toMatchObject({ token: 'token-2' });
  });
});

describe('a renewal that fails', () => {
  it('leaves the old token until it has expired', async () => {
    const { clock, manager, errors, failWith } = setUp();
    await manager.get(wanted());
    failWith(new Error('connection refused'));
    clock.set(START + 3000_000);
    expect(await manager.get(wanted())).toMatchObject({ token: 'token-1', askAgainAt: START + 3060_000 });
    expect(errors).toEqual(['renewing a token of default/robot; the old one stays']);
    clock.set(START + 3607_000);
    expect(await manager.get(wanted())).toMatchObject({ token: 'token-1' });
    clock.advance(1);
    await expect(manager.get(wanted())).rejects.toThrow(
      'token of default/robot expired and refresh failed: connection refused',
    );
    failWith(undefined);
    expect(await manager.get(wanted())).toMatchObject({ token: 'token-5' });
  });

  it('is an error where there is no old one', async () => {
    const { manager, failWith } = setUp();
    failWith(new Error('serviceaccounts "robot" not found'));
    await expect(manager.get(wanted())).rejects.toThrow('failed to fetch token: serviceaccounts "robot" not found');
  });
});

describe('tokens of their own', () => {
  it.each([
    ['audience', wanted({ audiences: ['vault'] })],
    ['life', wanted({ expirationSeconds: 600 })],
    ['account', wanted({}, { name: 'other' })],
    ['namespace', wanted({}, { namespace: 'other' })],
    ['account made anew', wanted({}, { accountUid: 'account-2' })],
    ['pod made anew', wanted({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'web', uid: 'pod-2' } })],
  ])('has each %s', async (_name, other) => {
    const { manager } = setUp();
    const first = wanted({}, { accountUid: 'account-1' });
    expect(await manager.get(first)).toMatchObject({ token: 'token-1' });
    expect(await manager.get(other)).toMatchObject({ token: 'token-2' });
    expect(await manager.get(first)).toMatchObject({ token: 'token-1' });
  });

  it('are forgotten with their pod', async () => {
    const { manager, requests } = setUp();
    await manager.get(wanted());
    await manager.get(wanted({ boundObjectRef: { kind: 'Pod', name: 'other', uid: 'pod-2' } }));
    manager.forgetPod('pod-1');
    await manager.get(wanted());
    await manager.get(wanted({ boundObjectRef: { kind: 'Pod', name: 'other', uid: 'pod-2' } }));
    expect(requests).toHaveLength(3);
  });

  it('live for ten days of renewals without one that had expired', async () => {
    const { clock, manager, requests } = setUp(EARLIEST);
    while (clock.now() < START + 10 * DAY) {
      const { expiresAt, askAgainAt } = await manager.get(wanted());
      expect(expiresAt).toBeGreaterThan(clock.now());
      clock.set(askAgainAt + 1);
    }
    expect(requests.length).toBe(Math.ceil((10 * DAY) / 2877_001));
  });
});
