import { expect, it } from 'vitest';
import { RealClock } from '../../../src/clock/clock.js';
import { SystemRandom } from '../../../src/clock/random.js';
import { keyPairProblem } from '../../../src/registry/core/tls-pair.js';
import { loadAuthority } from '../../../src/server/certificates/index.js';

const authority = loadAuthority({ clock: new RealClock(), random: new SystemRandom(), certDir: undefined });
const issue = (): { cert: string; key: string } => authority.issueClient({ commonName: 'a', organizations: [] });
const one = issue();
const other = issue();

it.each([
  ['a pair', one.cert, one.key, undefined],
  ['nothing', '', '', 'tls: failed to find any PEM data in certificate input'],
  ['no key', one.cert, '', 'tls: failed to find any PEM data in key input'],
  ['a key in place of a certificate', one.key, one.key, 'PEM inputs may have been switched'],
  ['a certificate in place of a key', one.cert, one.cert, 'tls: found a certificate rather than a key'],
  ["another certificate's key", one.cert, other.key, 'tls: private key does not match public key'],
])('%s', (_name, certificate, key, problem) => {
  const found = keyPairProblem(certificate, key);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});
