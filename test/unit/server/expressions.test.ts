import { expect, it } from 'vitest';
import { Path } from '../../../src/apis/field/path.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { Expressions } from '../../../src/server/expressions.js';

const expressions = (version = '1.37'): Expressions =>
  new Expressions(resolveFeatures({ version, featureGates: undefined }));
const authenticationConfiguration = {
  jwt: [{ claimMappings: { extra: [{ key: 'a/b', valueExpression: 'claims.a' }] } }],
};

it('waits for nothing where there is no expression, or nothing new', async () => {
  const known = expressions();
  expect(known.prepare({})).toBeUndefined();
  expect(
    known.prepare({ authenticationConfiguration: { jwt: [{ claimMappings: { uid: { claim: 'a' } } }] } }),
  ).toBeUndefined();
  await known.prepare({ authenticationConfiguration });
  expect(known.prepare({ authenticationConfiguration })).toBeUndefined();
});

/** What becomes of claims. */
async function evaluated(text: string, claims: Record<string, unknown>, version: string): Promise<unknown> {
  const known = expressions(version);
  await known.prepare({ authenticationConfiguration });
  const compiled = known.compileClaims(text, 'claims', 'any', Path.of('a'));
  if (!('evaluate' in compiled)) throw new Error(compiled.detail);
  return compiled.evaluate(claims);
}

it.each([
  ['string(claims.exp)', { exp: 1795872777 }, '1795872777', '1.795872777e+09'],
  ['string(size(claims))', { exp: 1 }, '1', undefined],
  ['claims.a__dash__b', { 'a-b': 'x' }, undefined, 'x'],
  ['string(claims.exists(name, name == "sub"))', { sub: 'jane' }, 'true', 'false'],
])('%s of %j before and since 1.34', async (text, claims, before, since) => {
  for (const [version, value] of [['1.33', before] as const, ['1.34', since] as const]) {
    const outcome = evaluated(text, claims, version);
    await (value === undefined ? expect(outcome).rejects.toThrow(/no such/) : expect(outcome).resolves.toBe(value));
  }
});
